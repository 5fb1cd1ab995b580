"""What a person is told without having asked: how the work that she began has ended, and what waits for her word.

Nothing is written when something happens: a notice is read off the thing itself, so it can never disagree with it. Only
up to when somebody has looked is kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shuke.engaging.webhooks import queries as webhooks
from shuke.foundation.db import bulk
from shuke.foundation.jobs import queries as jobs
from shuke.foundation.rulebook import queries as rulebook
from shuke.insight.timemachine import queries as timemachine
from shuke.insight.timemachine.types import TrialState
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.intake import queries as intake
from shuke.selling.intake.types import State
from shuke.surfaces.staff import permissions
from shuke.surfaces.staff.models import NoticesSeen
from shuke.surfaces.staff.permissions import Rule
from shuke.surfaces.staff.principals import Principal

KEPT = timedelta(days=14)
MOST = 50
# No notice is older, and the ends of the calendar would break the reckoning with zones.
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class NoticeKind(StrEnum):
    """What it is about: what the person began, what waits for a second person, and work that gave up."""

    IMPORT = "import"
    SIMULATION = "simulation"
    RULE = "rule"
    PROPOSAL = "proposal"
    JOB = "job"
    WEBHOOK = "webhook"


class NoticeState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Notice:
    """`what` names the thing as its own room does: kind of import, rule or proposal, a job's task, a hook's name."""

    kind: NoticeKind
    id: int
    state: NoticeState
    what: str
    key: str
    at: datetime
    done: int = 0
    total: int | None = None


_IMPORTS = {
    State.STARTED: NoticeState.RUNNING,
    State.DONE: NoticeState.DONE,
    State.CANCELLED: NoticeState.STOPPED,
    State.FAILED: NoticeState.FAILED,
}
_TRIALS = {
    TrialState.WAITING: NoticeState.RUNNING,
    TrialState.RUNNING: NoticeState.RUNNING,
    TrialState.DONE: NoticeState.DONE,
    TrialState.CANCELLED: NoticeState.STOPPED,
    TrialState.FAILED: NoticeState.FAILED,
}


def notices(principal: Principal, *, at: datetime) -> list[Notice]:
    """Return what there is to tell, the latest first (at most 50); only what the person's roles admit."""
    found = [
        notice for rule, tell in _TOLD if principal.roles & rule.roles for notice in tell(principal.staff_id, at - KEPT)
    ]
    return sorted(found, key=lambda notice: notice.at, reverse=True)[:MOST]


def seen_until(staff_id: int) -> datetime | None:
    """Return up to when the person has looked; None for never."""
    return NoticesSeen.objects.filter(staff_id=staff_id).values_list("until", flat=True).first()


def see(staff_id: int, *, until: datetime) -> None:
    """Write down that the person has looked at all up to then; an earlier moment changes nothing."""
    if not bulk.insert(NoticesSeen, ["staff_id", "until"], [(staff_id, until)], ignore_conflicts=True):
        NoticesSeen.objects.filter(staff_id=staff_id, until__lt=until).update(until=until)


def moment(said: datetime, *, at: datetime) -> datetime:
    """Return the moment that was meant, no later than now; one without a zone is in UTC, as all that is told."""
    zoned = said if said.tzinfo else said.replace(tzinfo=UTC)
    return max(_EARLIEST, min(zoned, at))


def _imports(staff_id: int, since: datetime) -> Iterator[Notice]:
    for run in intake.runs_of(staff_id, since=since, limit=MOST):
        summary = intake.summary(run.id)
        handled = summary.accepted + summary.rejected + summary.duplicates
        state = _IMPORTS.get(State(run.state))
        if state is not None:
            ended = run.finished_at or run.started_at
            yield Notice(NoticeKind.IMPORT, run.id, state, run.kind, "", ended, handled)


def _simulations(staff_id: int, since: datetime) -> Iterator[Notice]:
    for trial in timemachine.asked_by(staff_id, since=since, limit=MOST):
        done, total = trial.progress.done, trial.progress.total
        at = trial.ended_at or trial.asked_at
        yield Notice(NoticeKind.SIMULATION, trial.id, _TRIALS[trial.state], trial.kind, trial.key, at, done, total)


def _drafts(staff_id: int, _: datetime) -> Iterator[Notice]:
    """Drafts of others: nobody approves her own."""
    for draft in rulebook.drafts(not_by=staff_id, limit=MOST):
        yield Notice(NoticeKind.RULE, draft.id, NoticeState.WAITING, draft.kind, draft.key, draft.proposed_at)


def _proposals(staff_id: int, _: datetime) -> Iterator[Notice]:
    for row in stored_value.awaiting(not_by=staff_id, limit=MOST):
        yield Notice(NoticeKind.PROPOSAL, row.id, NoticeState.WAITING, row.kind.value, "", row.proposed_at)


def _dead_jobs(_: int, since: datetime) -> Iterator[Notice]:
    for job in jobs.dead(since=since, limit=MOST):
        yield Notice(
            NoticeKind.JOB,
            job.id,
            NoticeState.FAILED,
            job.task.rsplit(".", 1)[-1],
            "",
            job.finished_at or job.enqueued_at,
        )


def _tired_hooks(_: int, since: datetime) -> Iterator[Notice]:
    """Webhooks that the house has paused, until somebody resumes them."""
    for hook in webhooks.given_up(since=since):
        yield Notice(NoticeKind.WEBHOOK, hook.id, NoticeState.STOPPED, hook.name, "", hook.paused_at or since)


_TOLD: tuple[tuple[Rule, Callable[[int, datetime], Iterator[Notice]]], ...] = (
    (permissions.IMPORTS, _imports),
    (permissions.RULES_TRY, _simulations),
    (permissions.RULES_CHANGE, _drafts),
    (permissions.STORED_VALUE_APPROVE, _proposals),
    (permissions.SYSTEM_SEE, _dead_jobs),
    (permissions.WEBHOOKS, _tired_hooks),
)
