"""A job is run once, and never lost."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django_tasks import TaskResultStatus, task

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.jobs import queries
from shuke.foundation.jobs.models import Job
from shuke.foundation.jobs.types import JobState, Lease, Recurring

ran: list[int] = []


@task
def note(number: int) -> int:
    ran.append(number)
    return number * 2


@task
def stumble() -> None:
    raise OSError("the line is dead")


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    ran.clear()


@pytest.mark.django_db(transaction=True)
class TestJob:
    def test_it_runs_and_keeps_its_result(self) -> None:
        result = note.enqueue(number=21)

        [lease] = jobs.claim(worker="w", at=clock.now())
        jobs.run(lease)

        result.refresh()
        assert (result.status, result.return_value, ran) == (TaskResultStatus.SUCCESSFUL, 42, [21])

    def test_a_failed_one_waits_longer_each_time_and_ends_dead(self) -> None:
        result = stumble.enqueue()
        moment = clock.now()
        for _ in range(8):
            moment += timedelta(hours=2)
            [lease] = jobs.claim(worker="w", at=moment)
            jobs.run(lease)

        job = queries.find(int(result.id))
        assert job is not None
        assert (job.state, job.attempts) == (JobState.DEAD, 8)
        assert "the line is dead" in job.error
        assert jobs.claim(worker="w", at=moment + timedelta(days=9)) == []

    def test_the_job_of_a_dead_worker_is_taken_over_after_its_lease(self) -> None:
        note.enqueue(number=1)
        start = clock.now()
        [first] = jobs.claim(worker="dies", at=start)

        assert jobs.claim(worker="heir", at=start + timedelta(seconds=59)) == []
        [second] = jobs.claim(worker="heir", at=start + timedelta(seconds=61))

        assert not jobs.beat(lease=first, at=start + timedelta(seconds=62))
        assert jobs.beat(lease=second, at=start + timedelta(seconds=62))

    def test_the_late_word_of_a_worker_that_lost_its_lease_does_not_count(self) -> None:
        result = note.enqueue(number=5)
        start = clock.now()
        [first] = jobs.claim(worker="slow", at=start)
        jobs.claim(worker="heir", at=start + timedelta(seconds=90))

        jobs.run(first)

        job = queries.find(int(result.id))
        assert job is not None
        assert (job.state, job.worker) == (JobState.RUNNING, "heir")

    def test_the_same_key_is_kept_once(self, at: datetime) -> None:
        name = jobs.name_of(note)
        first = jobs.enqueue(task=name, kwargs={"number": 1}, at=at, unique_key="k")
        again = jobs.enqueue(task=name, kwargs={"number": 1}, at=at, unique_key="k")

        assert first is not None
        assert again is None

    def test_a_recurring_one_is_enqueued_once_a_slot(self, at: datetime) -> None:
        recurring = [Recurring(stumble, every=timedelta(minutes=5))]
        for seconds in (0, 30, 60, 299, 300):
            jobs.enqueue_recurring(recurring=recurring, at=at + timedelta(seconds=seconds))

        assert queries.counts()[JobState.READY] == 2

    def test_a_waiting_one_can_be_cancelled(self, at: datetime) -> None:
        result = note.enqueue(number=3)

        jobs.cancel(job_id=int(result.id), by=SYSTEM, at=at)

        assert jobs.claim(worker="w", at=clock.now()) == []
        with pytest.raises(jobs.NoSuchJob):
            jobs.cancel(job_id=int(result.id), by=SYSTEM, at=at)


def eight_workers_at(count: int) -> list[int]:
    """Let eight workers work off so many jobs; give back which ran, as often as each did."""
    for number in range(count):
        note.enqueue(number=number)
    start = threading.Barrier(8)

    def work() -> None:
        connection.ensure_connection()
        start.wait(30)
        while leases := jobs.claim(worker=threading.current_thread().name, at=clock.now(), limit=3):
            for lease in leases:
                jobs.run(lease)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sorted(ran)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_run_each_of_forty_jobs_once() -> None:
    assert eight_workers_at(40) == list(range(40))


@pytest.mark.django_db(transaction=True)
def test_control_without_the_guarded_claim_each_worker_runs_each_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite the one writer at a time guards the claim: here it looks in one statement and takes in another."""
    all_have_looked = threading.Barrier(8)

    def look_then_take(*, worker: str, at: datetime, limit: int) -> list[Lease]:
        found = list(Job.objects.filter(state=JobState.READY).order_by("run_after", "id")[:limit])
        all_have_looked.wait(30)
        until = at + timedelta(minutes=1)
        for job in found:
            Job.objects.filter(id=job.id).update(state=JobState.RUNNING, worker=worker, leased_until=until)
        return [Lease(job.id, worker, job.task, job.kwargs, job.attempts, until) for job in found]

    monkeypatch.setattr(jobs, "claim", look_then_take)

    assert eight_workers_at(6) == sorted(list(range(6)) * 8)
