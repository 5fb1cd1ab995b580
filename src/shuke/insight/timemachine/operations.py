"""Try a rule on the past: ask for it, carry it out, stop it. Nothing is written but the simulation and its movers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.jobs import queries as queue
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries as rules_kept
from shuke.foundation.rulebook.types import RuleVersion
from shuke.insight.timemachine import (
    trying_coupon,
    trying_points,
    trying_promotion,
    trying_quadrants,
    trying_tiers,
)
from shuke.insight.timemachine.board import Keep, Tell
from shuke.insight.timemachine.models import SimulatedMover, Simulation
from shuke.insight.timemachine.types import (
    RULE_KINDS,
    Asked,
    Mover,
    OnProgress,
    Outcome,
    Progress,
    Trial,
    TrialKind,
    TrialState,
)

_LONGEST = timedelta(days=3_660)
_MOVER_COLUMNS = (
    "id", "simulation_id", "member_id", "direction", "size", "before", "after", "before_class", "after_class",
)  # fmt: skip
_RUNS: Mapping[TrialKind, Callable[[Trial, Keep, Tell], Outcome]] = {
    TrialKind.POINTS: trying_points.run,
    TrialKind.TIERS: trying_tiers.run,
    TrialKind.COUPON: trying_coupon.run,
    TrialKind.QUADRANTS: trying_quadrants.run,
    TrialKind.PROMOTION: trying_promotion.run,
}


class NoSuchSimulation(Refusal):
    """Nothing was ever tried under this id."""

    code = "timemachine.no_such_simulation"
    status = 404
    zh = "没有这次试算"
    en = "There is no such simulation"


class WrongSpan(Refusal):
    """A rule is tried on days that have passed, and at most ten years of them."""

    code = "timemachine.wrong_span"
    status = 422
    zh = "期间不对:须在过去,且不超过十年"
    en = "The span is wrong: it lies in the past and is no longer than ten years"


class OneDraft(Refusal):
    """What is tried is either a document or a version that the rulebook keeps."""

    code = "timemachine.one_draft"
    status = 422
    zh = "请给出规则正文或规则版本,二者取一"
    en = "Give the rule's document or a version of it: one of the two"


class OtherKind(Refusal):
    """The version is of another kind of rule."""

    code = "timemachine.other_kind"
    status = 422
    zh = "该版本不是 {kind} 规则"
    en = "That version is no rule of kind {kind}"


class NotRunning(Refusal):
    """Only what has not ended can be stopped."""

    code = "timemachine.not_running"
    zh = "试算已经结束"
    en = "The simulation has ended"


class Cancelled(Exception):
    """Somebody asked the run to stop."""


@transaction.atomic
def start(*, asked: Asked, task: str, by: Actor, at: datetime) -> int:
    """Write a simulation down and enqueue `task` with its id; return the id.

    Refuses WrongSpan, OneDraft, OtherKind, InvalidRule and NoSuchRule.
    """
    simulation_id = _write_down(asked, by, at)
    job_id = jobs.enqueue(task=task, kwargs={"simulation_id": simulation_id}, at=at)
    Simulation.objects.filter(id=simulation_id).update(job_id=job_id)
    return simulation_id


def run(*, asked: Asked, by: Actor, at: datetime, on_progress: OnProgress | None = None) -> int:
    """Try a rule at once, in this process; return the simulation's id. Refuses as `start` does."""
    with transaction.atomic():
        simulation_id = _write_down(asked, by, at)
    carry_out(simulation_id=simulation_id, at=at, on_progress=on_progress)
    return simulation_id


def carry_out(*, simulation_id: int, at: datetime, on_progress: OnProgress | None = None) -> None:
    """Run a simulation and keep its answer; one that has ended is left alone. Safe to run again after a crash."""
    row = Simulation.objects.filter(id=simulation_id).first()
    if row is None:
        raise NoSuchSimulation
    if row.state in (TrialState.DONE, TrialState.CANCELLED):
        return
    _forget_movers(simulation_id)
    Simulation.objects.filter(id=simulation_id).update(state=TrialState.RUNNING, ran_at=at)
    try:
        outcome = _RUNS[TrialKind(row.kind)](_trial_of(row), _keeper(simulation_id), _teller(row, on_progress))
    except Cancelled:
        _forget_movers(simulation_id)
        Simulation.objects.filter(id=simulation_id).update(state=TrialState.CANCELLED)
        return
    result = asdict(outcome) | {"difference": outcome.difference}
    Simulation.objects.filter(id=simulation_id).update(state=TrialState.DONE, result=result)


@transaction.atomic
def cancel(*, simulation_id: int, by: Actor, at: datetime) -> None:
    """Ask a simulation to stop: a waiting one is ended at once, a running one after its present batch.

    Refuses NoSuchSimulation and NotRunning.
    """
    row = Simulation.objects.filter(id=simulation_id).first()
    if row is None:
        raise NoSuchSimulation
    if row.state not in (TrialState.WAITING, TrialState.RUNNING) or row.job_id is None:
        raise NotRunning
    try:
        jobs.cancel(job_id=row.job_id, by=by, at=at)
    except jobs.NoSuchJob:
        raise NotRunning from None
    Simulation.objects.filter(id=simulation_id, state=TrialState.WAITING).update(state=TrialState.CANCELLED)


def _write_down(asked: Asked, by: Actor, at: datetime) -> int:
    today = clock.business_date(at)
    if not asked.since < asked.until <= today + timedelta(days=1) or asked.until - asked.since > _LONGEST:
        raise WrongSpan(field="until")
    key, body = _draft(asked)
    if asked.baseline_id is not None:
        _version(asked.baseline_id, asked.kind)
    simulation_id = ids.new()
    Simulation.objects.create(
        id=simulation_id,
        kind=asked.kind,
        key=key,
        body=body,
        version_id=asked.version_id,
        baseline_id=asked.baseline_id,
        since=asked.since,
        until=asked.until,
        store_id=asked.store_id,
        asked_by=by.id,
        asked_at=at,
    )
    after = {"kind": asked.kind.value, "from": asked.since.isoformat(), "to": asked.until.isoformat()}
    audit.record(by=by, at=at, action="timemachine.start", subject=f"simulation:{simulation_id}", after=after)
    return simulation_id


def _draft(asked: Asked) -> tuple[str, Mapping[str, Any]]:
    """Return the draft's key and document."""
    if (asked.body is None) == (asked.version_id is None):
        raise OneDraft(field="body")
    if asked.version_id is not None:
        version = _version(asked.version_id, asked.kind)
        return version.key, version.body
    return asked.key, rulebook.check(kind=RULE_KINDS[asked.kind], body=asked.body or {})


def _version(version_id: int, kind: TrialKind) -> RuleVersion:
    version = rules_kept.version(version_id)
    if version is None:
        raise rulebook.NoSuchRule
    if version.kind != RULE_KINDS[kind]:
        raise OtherKind(kind=RULE_KINDS[kind])
    return version


def _trial_of(row: Simulation) -> Trial:
    kind = TrialKind(row.kind)
    baseline = None if row.baseline_id is None else _version(row.baseline_id, kind).body
    if baseline is None and kind is TrialKind.COUPON:
        # A template is compared with the one issued on the span's last day: a coupon keeps its version for life.
        present = rules_kept.find_in_force(RULE_KINDS[kind], row.until - timedelta(days=1), row.key)
        baseline = present.body if present else None
    return Trial(kind, row.key, row.body, baseline, row.since, row.until, row.store_id)


def _keeper(simulation_id: int) -> Keep:
    def keep(movers: Sequence[Mover]) -> None:
        rows = (
            (key, simulation_id, each.member_id, each.direction.value, abs(each.after - each.before), each.before,
             each.after, each.before_class, each.after_class)
            for key, each in zip(ids.many(len(movers)), movers, strict=True)
        )  # fmt: skip
        bulk.insert(SimulatedMover, _MOVER_COLUMNS, rows)

    return keep


def _teller(row: Simulation, on_progress: OnProgress | None) -> Tell:
    def tell(progress: Progress) -> None:
        if on_progress is not None:
            on_progress(progress)
        if row.job_id is not None:
            jobs.report_progress(job_id=row.job_id, done=progress.done, total=progress.total)
            if queue.is_cancelled(row.job_id):
                raise Cancelled

    return tell


def _forget_movers(simulation_id: int) -> None:
    SimulatedMover.objects.filter(simulation_id=simulation_id).delete()
