"""Words of saved and scheduled reports."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Rhythm(StrEnum):
    """How often a report is mailed."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ScheduleState(StrEnum):
    """A paused schedule says why and sends nothing; a stopped one is over."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


class SendingState(StrEnum):
    """`partly`: some letters went out and some did not; `withheld`: none was allowed to, and `why` says it."""

    WAITING = "waiting"
    SENT = "sent"
    PARTLY = "partly"
    WITHHELD = "withheld"


class LetterState(StrEnum):
    """`claimed` is the moment of sending: what was cut off in it may have gone out, and is never sent again."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Timing:
    """Daily, on a weekday (1 is Monday) or on a day of the month (one that the month lacks is its last), at an hour."""

    every: Rhythm
    hour: int
    weekday: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a sending, to one person."""

    id: int
    staff_id: int
    state: LetterState


@dataclass(frozen=True, slots=True)
class Due:
    """A sending as the one who carries it out needs it."""

    id: int
    report_id: int
    schedule_id: int | None
    owner_id: int
    due_at: datetime
    is_over: bool
