"""What is asked of the time-machine and what it answers. Money is fen, points whole points; spans are half-open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class TrialKind(StrEnum):
    """Which rule is tried."""

    POINTS = "points"
    TIERS = "tiers"
    COUPON = "coupon"
    QUADRANTS = "quadrants"
    PROMOTION = "promotion"


RULE_KINDS: Mapping[TrialKind, str] = {
    TrialKind.POINTS: "points.earn",
    TrialKind.TIERS: "growth.tiers",
    TrialKind.COUPON: "coupons.template",
    TrialKind.QUADRANTS: "measures.quadrants",
    TrialKind.PROMOTION: "promotions.rule",
}
"""TrialKind → the kind of rule document in the rulebook."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft (by its body, or by the id of a version in the rulebook) over receipts of [since, until).

    `baseline_id` names the version to compare with; without it each receipt meets what was in force on its day. `key`
    is the code of a coupon template or promotion. `store_id` narrows what is counted, never what is known.
    """

    kind: TrialKind
    since: date
    until: date
    body: Mapping[str, Any] | None = None
    version_id: int | None = None
    baseline_id: int | None = None
    key: str = "default"
    store_id: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """The same with every document read. A `baseline` of None is what was in force day by day."""

    kind: TrialKind
    key: str
    draft: Mapping[str, Any]
    baseline: Mapping[str, Any] | None
    since: date
    until: date
    store_id: int | None

    def counts(self, store_id: int | None) -> bool:
        """Tell whether what happened in the store is to be counted."""
        return self.store_id is None or store_id == self.store_id


class Unit(StrEnum):
    """How a number of a table is read."""

    COUNT = "count"
    POINTS = "points"
    MINOR = "minor"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    zh: str
    en: str
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the answer, such as `by_store`."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[int | str | None, ...], ...]


class Severity(StrEnum):
    """Whether a finding breaks the rule or only deserves a thought."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of purchases × fen, both ends included; None is without bound."""

    purchases_from: int
    purchases_to: int | None
    amount_from_minor: int
    amount_to_minor: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A hole or an overlap of the draft; `subject` names the part that is meant, `area` where it lies."""

    code: str
    subject: str
    zh: str
    en: str
    severity: Severity = Severity.WARNING
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about how a figure is to be read."""

    code: str
    zh: str
    en: str


class Direction(StrEnum):
    """Whether the draft gives a member more or less, or another place in the rule's order."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Mover:
    """A member for whom the draft changes something: a sum (points, fen), or a class with its rank."""

    member_id: int
    before: int
    after: int
    before_class: str = ""
    after_class: str = ""

    @property
    def direction(self) -> Direction:
        """Up when there is more after than before."""
        return Direction.UP if self.after > self.before else Direction.DOWN


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a run found, apart from the list of movers, which is kept row by row.

    `booked` is what the books really say of the same span, where they know; `reconciled` whether the present rule's
    replay equals it (None: nothing was booked, or a baseline was named).
    """

    unit: Unit
    old: int
    new: int
    members: int
    receipts: int
    movers_up: int
    movers_down: int
    totals: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    booked: int | None = None
    reconciled: bool | None = None

    @property
    def difference(self) -> int:
        """New less old."""
        return self.new - self.old


class TrialState(StrEnum):
    """Where a simulation stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of so many members (and pages of receipts without a member) are done."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Result:
    """A simulation as it stands; `outcome` comes with the state DONE."""

    id: int
    kind: TrialKind
    key: str
    since: date
    until: date
    store_id: int | None
    version_id: int | None
    baseline_id: int | None
    state: TrialState
    progress: Progress
    asked_at: datetime
    ran_at: datetime | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a simulation stands, without its answer."""

    id: int
    kind: TrialKind
    key: str
    state: TrialState
    progress: Progress
    asked_at: datetime
    ended_at: datetime | None


OnProgress = Callable[[Progress], None]
