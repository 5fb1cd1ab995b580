"""What others may hold of what is owed.

Amounts are whole units of a currency (fen, points, coupons); months are told by their first day, spans are half-open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NETTING_KIND = "liability.terms"
CURRENCIES = ("points", "principal", "bonus", "coupon", "pass", "benefit")


@dataclass(frozen=True, slots=True)
class RollRow:
    """One month of what one store issued and one funder pays for: opening and all that changed it make the closing.

    `moved` is debt that was paid from a lot of another store. The total of a span has no month, store or funder.
    """

    month: date | None
    store_id: int | None
    funder_id: int | None
    opening: int
    brought_in: int
    issued: int
    used: int
    refunded: int
    expired: int
    adjusted: int
    moved: int

    @property
    def closing(self) -> int:
        """What is owed at the end."""
        changes = (self.brought_in, self.issued, self.used, self.refunded, self.expired, self.adjusted, self.moved)
        return self.opening + sum(changes)


@dataclass(frozen=True, slots=True)
class RolledForward:
    """A currency over whole months in [since, until), and the total over all stores, funders and months."""

    currency: str
    since: date
    until: date
    rows: Sequence[RollRow]
    total: RollRow


class PartyKind(StrEnum):
    """Who may owe whom: a store, somebody else who funds (a brand), headquarters, or the pool that keeps principal."""

    STORE = "store"
    FUNDER = "funder"
    CHAIN = "chain"
    POOL = "pool"


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """One side of a settlement; headquarters and the pool have no number."""

    kind: PartyKind
    id: int = 0


CHAIN, POOL = Party(PartyKind.CHAIN), Party(PartyKind.POOL)


@dataclass(frozen=True, slots=True, order=True)
class Settlement:
    """What one party pays another for one month, in fen above zero; payments of the two to each other are set off."""

    month: date
    payer: Party
    payee: Party
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Position:
    """What a party receives (below zero: pays) for one month; the positions of a month sum to zero."""

    month: date
    party: Party
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Netted:
    """The settlements and positions of whole months in [since, until), and the currencies they are about."""

    since: date
    until: date
    currencies: Sequence[str]
    settlements: Sequence[Settlement]
    positions: Sequence[Position]


class HeadroomState(StrEnum):
    """How near the prepaid balance is to what the law lets a chain take: unknown without last year's revenue."""

    UNKNOWN = "unknown"
    WITHIN = "within"
    NEAR = "near"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Custody:
    """What must be deposited, and what may still be taken in advance, on a day; with the articles that say so."""

    on: date
    issuer: str
    quarter_ended_before: date
    quarter_balance_minor: int
    deposit_percent: int
    deposit_minor: int
    balance_minor: int
    revenue_year: int
    revenue_minor: int
    limit_percent: int
    limit_minor: int
    headroom_minor: int
    state: HeadroomState
    articles: Sequence[str]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What of `outstanding` will be used and what never, within 90 % bounds of the latter.

    `enough` is false with less than six months of history: then nothing is taken to be never used.
    """

    outstanding: int
    used: int
    never_used: int
    low: int
    high: int
    months_of_history: int
    enough: bool

    @property
    def share_per_mille(self) -> int:
        """The share that will never be used, in thousandths."""
        return self.never_used * 1000 // self.outstanding if self.outstanding else 0


@dataclass(frozen=True, slots=True)
class BackTest:
    """What an estimate made `months` ago said of the time since then, and what happened.

    All are amounts used of what was outstanding at that time.
    """

    made_in: date
    months: int
    outstanding: int
    expected_used: int
    low: int
    high: int
    used: int

    @property
    def within(self) -> bool:
        """Whether it happened within the bounds."""
        return self.low <= self.used <= self.high

    @property
    def error_per_mille(self) -> int:
        """By how many thousandths of the outstanding amount the estimate was too high (below zero: too low)."""
        return (self.expected_used - self.used) * 1000 // self.outstanding if self.outstanding else 0


@dataclass(frozen=True, slots=True)
class Breakage:
    """The estimate for a currency at the beginning of a month, and how earlier estimates did."""

    currency: str
    month: date
    estimate: Estimate
    back_tests: Sequence[BackTest]
