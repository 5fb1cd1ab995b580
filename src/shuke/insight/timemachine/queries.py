"""What came of a simulation: how far it is, its answer, and whom the draft would move."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from shuke.foundation.jobs import queries as jobs
from shuke.foundation.jobs.types import JobState
from shuke.insight.timemachine.careful import read as findings
from shuke.insight.timemachine.models import SimulatedMover, Simulation
from shuke.insight.timemachine.types import (
    RULE_KINDS,
    Area,
    Column,
    Direction,
    Finding,
    Mover,
    Note,
    Outcome,
    Progress,
    Result,
    Severity,
    Standing,
    Table,
    TrialKind,
    TrialState,
    Unit,
)

__all__ = ["every_mover", "findings", "latest", "movers", "result", "trial_kind_of"]


def trial_kind_of(kind: str) -> TrialKind | None:
    """Return how a kind of rule document is tried; None where it cannot be."""
    return next((trial for trial, of in RULE_KINDS.items() if of == kind), None)


def result(simulation_id: int) -> Result | None:
    """Return how a simulation stands, with its answer once it is done; None for an unknown one."""
    row = Simulation.objects.filter(id=simulation_id).first()
    return None if row is None else _result(row)


def latest(limit: int, before: int | None = None, version_id: int | None = None) -> list[Result]:
    """Return the simulations, the latest first; `before` pages backwards, `version_id` narrows to one draft's."""
    rows = Simulation.objects.order_by("-id")
    rows = rows if version_id is None else rows.filter(version_id=version_id)
    rows = rows if before is None else rows.filter(id__lt=before)
    return [_result(row) for row in rows[:limit]]


def asked_by(staff_id: int, *, since: datetime, limit: int = 50) -> list[Standing]:
    """Return how the simulations stand that a person began since then, the latest first."""
    rows = Simulation.objects.filter(asked_by=staff_id, asked_at__gte=since).defer("result", "body")
    return [_short(row) for row in rows.order_by("-asked_at", "-id")[:limit]]


def movers(
    simulation_id: int, *, direction: Direction | None = None, after: tuple[int, int] | None = None, limit: int = 50
) -> list[Mover]:
    """Return whom the draft would move, the greatest change first; `after` is the (size, member id) last seen."""
    rows = _movers(simulation_id, direction)
    if after is not None:
        size, member_id = after
        rows = rows.filter(Q(size__lt=size) | Q(size=size, member_id__gt=member_id))
    return [_mover(row) for row in rows[:limit]]


def every_mover(simulation_id: int, direction: Direction | None = None) -> Iterator[Mover]:
    """Yield all of them, for a file."""
    return (_mover(row) for row in _movers(simulation_id, direction).iterator(chunk_size=2_000))


def _movers(simulation_id: int, direction: Direction | None) -> QuerySet[SimulatedMover]:
    rows = SimulatedMover.objects.filter(simulation_id=simulation_id).order_by("-size", "member_id")
    return rows if direction is None else rows.filter(direction=direction.value)


def _mover(row: SimulatedMover) -> Mover:
    return Mover(row.member_id, row.before, row.after, row.before_class, row.after_class)


def _result(row: Simulation) -> Result:
    state, progress = _standing(row)
    return Result(
        id=row.id,
        kind=TrialKind(row.kind),
        key=row.key,
        since=row.since,
        until=row.until,
        store_id=row.store_id,
        version_id=row.version_id,
        baseline_id=row.baseline_id,
        state=state,
        progress=progress,
        asked_at=row.asked_at,
        ran_at=row.ran_at,
        outcome=None if row.result is None else _outcome(row.result),
    )


def _short(row: Simulation) -> Standing:
    state, progress = _standing(row)
    job = jobs.find(row.job_id) if row.job_id is not None else None
    ended_at = row.ran_at or (job.finished_at if job else None)
    return Standing(row.id, TrialKind(row.kind), row.key, state, progress, row.asked_at, ended_at)


def _standing(row: Simulation) -> tuple[TrialState, Progress]:
    """Return the state and how far it is; a job that has died or was stopped while it waited says so."""
    state = TrialState(row.state)
    job = jobs.find(row.job_id) if row.job_id is not None else None
    if job is None:
        return state, Progress(int(state is TrialState.DONE), 1)
    if state in (TrialState.WAITING, TrialState.RUNNING):
        state = {JobState.DEAD.value: TrialState.FAILED, JobState.CANCELLED.value: TrialState.CANCELLED}.get(
            job.state, state
        )
    return state, Progress(job.progress_done, max(job.progress_total, 1))


def _outcome(stored: dict[str, Any]) -> Outcome:
    kept: dict[str, Any] = {name: value for name, value in stored.items() if name != "difference"}
    tables = [
        Table(
            one["name"],
            one["zh"],
            one["en"],
            tuple(Column(**{**column, "unit": Unit(column["unit"])}) for column in one["columns"]),
            tuple(tuple(line) for line in one["rows"]),
        )
        for one in kept["tables"]
    ]
    return Outcome(
        **{
            **kept,
            "unit": Unit(kept["unit"]),
            "tables": tuple(tables),
            "findings": tuple(_finding(each) for each in kept["findings"]),
            "notes": tuple(Note(**each) for each in kept["notes"]),
        }
    )


def _finding(stored: dict[str, Any]) -> Finding:
    area = stored.get("area")
    return Finding(**{**stored, "severity": Severity(stored["severity"]), "area": Area(**area) if area else None})
