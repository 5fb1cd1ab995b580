"""How a trial is asked for, runs, stops and starts again; and that nothing else in the database changes."""

import hashlib
import json

import pytest
from django.apps import apps
from django.db import connection
from tests.apps.timemachine.conftest import NOW, SINCE, UNTIL, put_in_force
from tests.apps.timemachine.test_rules_on_the_past import OFF_30, PLAIN, TWENTY_OFF

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.jobs.models import Job
from shuke.foundation.rulebook import operations as rulebook
from shuke.insight.timemachine import operations as timemachine
from shuke.insight.timemachine import queries
from shuke.insight.timemachine.models import SimulatedMover
from shuke.insight.timemachine.types import Asked, Direction, TrialKind, TrialState
from shuke.insight.warehouse import operations as warehouse
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.surfaces.cli import app
from shuke.surfaces.staff import tasks

pytestmark = pytest.mark.django_db

TRIED = [
    (TrialKind.POINTS, PLAIN, "default"),
    (TrialKind.TIERS, DEFAULT_RULES, "default"),
    (TrialKind.COUPON, OFF_30, "K"),
    (TrialKind.QUADRANTS, {}, "default"),
    (TrialKind.PROMOTION, TWENTY_OFF, "P"),
]


def every_other_table() -> dict[str, str]:
    """Table → a digest of all its rows, but for what a trial is allowed to write: its answer and its audit entry."""
    digests = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if not table.startswith("timemachine_") and model is not AuditEntry:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = sorted(repr(row) for row in cursor.fetchall())
            digest = hashlib.sha256("".join(rows).encode()).hexdigest()
            digests[table] = f"{len(rows)}:{digest}"
    return digests


@pytest.mark.parametrize(("kind", "body", "key"), TRIED)
def test_a_trial_changes_no_other_table(sold, try_out, settings, tmp_path, kind, body, key):
    settings.SHUKE_HOME = tmp_path
    warehouse.export(at=NOW)
    before = every_other_table()
    assert before["sales_receipt"].startswith("10:")
    assert not before["book_posting"].startswith("0:")

    try_out(kind, body, key=key)

    assert every_other_table() == before


def asked(**values) -> Asked:
    return Asked(**{"kind": TrialKind.POINTS, "body": PLAIN, "since": SINCE, "until": UNTIL, **values})


def start(**values) -> int:
    task = jobs.name_of(tasks.run_simulation)
    return timemachine.start(asked=asked(**values), task=task, by=SYSTEM, at=NOW)


def work() -> None:
    for lease in jobs.claim(worker="w", at=NOW, limit=5):
        jobs.run(lease)


def test_a_job_carries_a_trial_out_and_tells_how_far_it_is(sold):
    simulation_id = start()
    assert queries.result(simulation_id).state is TrialState.WAITING

    work()

    found = queries.result(simulation_id)
    assert (found.state, found.outcome.members) == (TrialState.DONE, 3)
    job = Job.objects.get()
    assert (job.state, job.progress_done, job.progress_total) == ("done", 3, 3)


def test_a_draft_that_waits_in_the_rulebook_is_tried_against_an_older_version(sold):
    older = put_in_force("points.earn", PLAIN, since=NOW.date())
    draft = rulebook.propose(
        kind="points.earn", body={**PLAIN, "points": 3}, effective_from=NOW.date(), by=SYSTEM, at=NOW
    )
    start(body=None, version_id=draft, baseline_id=older)
    work()

    outcome = queries.latest(1)[0].outcome
    assert (outcome.new, outcome.reconciled) == (3 * outcome.old, None)


def test_a_waiting_trial_is_stopped_at_once(sold):
    simulation_id = start()
    timemachine.cancel(simulation_id=simulation_id, by=SYSTEM, at=NOW)
    work()

    assert queries.result(simulation_id).state is TrialState.CANCELLED
    with pytest.raises(timemachine.NotRunning):
        timemachine.cancel(simulation_id=simulation_id, by=SYSTEM, at=NOW)


def test_a_running_trial_stops_at_its_next_batch_and_keeps_no_movers(sold, monkeypatch):
    simulation_id = start()
    [lease] = jobs.claim(worker="w", at=NOW)
    report = jobs.report_progress

    def somebody_stops_it(**told) -> None:
        report(**told)
        if told["done"]:
            timemachine.cancel(simulation_id=simulation_id, by=SYSTEM, at=NOW)

    monkeypatch.setattr(jobs, "report_progress", somebody_stops_it)
    jobs.run(lease)

    assert queries.result(simulation_id).state is TrialState.CANCELLED
    assert not SimulatedMover.objects.filter(simulation_id=simulation_id).exists()


def test_a_trial_that_was_cut_off_begins_again_and_counts_nobody_twice(sold, monkeypatch):
    simulation_id = start()
    report = jobs.report_progress

    def the_worker_dies(**told) -> None:
        if told["done"]:
            raise RuntimeError("killed")
        report(**told)

    monkeypatch.setattr(jobs, "report_progress", the_worker_dies)
    with pytest.raises(RuntimeError):
        timemachine.carry_out(simulation_id=simulation_id, at=NOW)
    monkeypatch.setattr(jobs, "report_progress", report)
    timemachine.carry_out(simulation_id=simulation_id, at=NOW)

    found = queries.result(simulation_id)
    movers = list(queries.every_mover(simulation_id))
    assert found.outcome.movers_up + found.outcome.movers_down == len(movers) == len({m.member_id for m in movers})


def test_movers_come_page_by_page_the_greatest_first(sold, try_out):
    try_out(TrialKind.POINTS, {**PLAIN, "points": 50})
    simulation_id = queries.latest(1)[0].id

    sizes, after = [], None
    while page := queries.movers(simulation_id, after=after, limit=1):
        last = page[-1]
        after = (abs(last.after - last.before), last.member_id)
        sizes.append(after[0])
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 3
    assert queries.movers(simulation_id, direction=Direction.DOWN) == []


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"until": SINCE}, timemachine.WrongSpan),
        ({"until": NOW.date().replace(year=2027)}, timemachine.WrongSpan),
        ({"since": SINCE.replace(year=2010)}, timemachine.WrongSpan),
        ({"body": None}, timemachine.OneDraft),
        ({"version_id": 1}, timemachine.OneDraft),
        ({"baseline_id": 1}, rulebook.NoSuchRule),
        ({"body": {"points": 0}}, rulebook.InvalidRule),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(sold, values, refusal):
    with pytest.raises(refusal):
        start(**values)
    assert queries.latest(1) == []


def test_a_version_of_another_kind_is_refused(sold):
    draft = rulebook.propose(kind="growth.tiers", body=DEFAULT_RULES, effective_from=SINCE, by=SYSTEM, at=NOW)
    with pytest.raises(timemachine.OtherKind):
        start(body=None, version_id=draft)


def test_an_unknown_trial_is_refused():
    for act in (timemachine.cancel, timemachine.carry_out):
        by = {"by": SYSTEM} if act is timemachine.cancel else {}
        with pytest.raises(timemachine.NoSuchSimulation):
            act(simulation_id=5, at=NOW, **by)


def test_the_command_line_tries_a_rule_from_a_file(sold, tmp_path, capfd):
    file = tmp_path / "draft.json"
    file.write_text(json.dumps(PLAIN))
    asking = ["simulate", "points", "--body", str(file), "--from", "2025-01-01", "--to", "2026-03-01"]
    for options in (["--format", "json"], ["--format", "csv"], ["--store", "S2"]):
        with pytest.raises(SystemExit) as left:
            app.main([*asking, *options])
        assert not left.value.code
        printed = capfd.readouterr().out
        if "json" in options:
            told = json.loads(printed)
            assert told["difference"] == told["new"] - told["old"]
            assert (told["new"], told["reconciled"]) == (5550, True)
        elif "csv" in options:
            assert printed.splitlines()[0] == "member_id,direction,before,after,before_class,after_class"
