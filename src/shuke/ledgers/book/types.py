"""The nouns of the book, as other rooms may hold them. Amounts are whole units (points, fen) and never floats.

Sign convention, written out in docs/algorithms/book.md: a posting's amount says how much better off its account is.
`+100` in `available` is a hundred more to spend; `-60` in `debt` is sixty more owed; the system's side mirrors it, so
that every posting set sums to zero per currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

PARTICULAR = frozenset({"coupon", "pass", "benefit"})
"""Currencies whose units are particular things, each with a row of its own: none can be owed for another."""


class Kind(StrEnum):
    """Why a posting set exists."""

    EARN = "earn"
    OPENING = "opening"
    RELEASE = "release"
    REDEEM = "redeem"
    EXPIRE = "expire"
    ADJUST = "adjust"
    TRANSFER = "transfer"
    REVERSE = "reverse"
    SETTLE = "settle"
    HOLD = "hold"
    POST = "post"
    VOID = "void"


class Bucket(StrEnum):
    """Where inside an account an amount stands. System accounts have one bucket, `-`."""

    AVAILABLE = "available"
    PENDING = "pending"
    HELD = "held"
    DEBT = "debt"
    SYSTEM = "-"


class System(IntEnum):
    """The house's side of every posting. The number is the holder id of the system account."""

    ISSUED = 1
    REDEEMED = 2
    EXPIRED = 3
    ADJUSTED = 4
    OPENING = 5
    REFUNDED = 6


class LotState(StrEnum):
    """Whether a lot may be spent yet."""

    PENDING = "pending"
    AVAILABLE = "available"


class HoldState(StrEnum):
    """A hold is open until it is posted (spent) or voided (given back)."""

    OPEN = "open"
    POSTED = "posted"
    VOIDED = "voided"


class HolderKind(StrEnum):
    """Who may own an account: a member, a card that nobody is named on, something limited, or the house."""

    MEMBER = "member"
    CARD = "card"
    QUOTA = "quota"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """The owner of accounts, one account per currency."""

    kind: HolderKind
    id: int


def member(member_id: int) -> Holder:
    """The member as a holder of accounts."""
    return Holder(HolderKind.MEMBER, member_id)


def card(card_id: int) -> Holder:
    """The anonymous stored-value card as a holder of accounts."""
    return Holder(HolderKind.CARD, card_id)


def quota(limited_id: int) -> Holder:
    """What is limited (a template, a gift, a prize, a store …) as a holder; the currency says which quota of it."""
    return Holder(HolderKind.QUOTA, limited_id)


@dataclass(frozen=True, slots=True)
class Source:
    """What in the business caused a posting set, e.g. `Source("receipt", 17)`."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Earning:
    """A new lot for a holder. `amount` > 0.

    `available_on`: the business date from which it may be spent; None or not after the business date of the act =
    at once, otherwise the lot is pending until `release_due`.
    `expires_on`: the first business date on which it may NOT be spent any more (half-open); None = never.
    `occurred_at`: when it happened in the business; None = the `at` of the operation.
    `idempotency_key`: the same key twice posts once and gives the first set back.
    """

    holder: Holder
    currency: str
    amount: int
    source: Source
    available_on: date | None = None
    expires_on: date | None = None
    store_id: int | None = None
    funder_id: int | None = None
    restriction: str | None = None
    rule_version_id: int | None = None
    occurred_at: datetime | None = None
    idempotency_key: str | None = None
    out_of: System = System.ISSUED


@dataclass(frozen=True, slots=True)
class LotPart:
    """So much of one lot."""

    lot_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class Spending:
    """Something to be taken from what is available: the first lot to expire first, then the oldest.

    `amount` > 0. `restrictions`: spend lots without restriction and lots restricted to one of these. `parts`: take
    exactly these lots instead (their amounts must sum to `amount`).
    """

    holder: Holder
    currency: str
    amount: int
    source: Source
    store_id: int | None = None
    restrictions: tuple[str, ...] = ()
    parts: tuple[LotPart, ...] = ()
    rule_version_id: int | None = None
    occurred_at: datetime | None = None
    idempotency_key: str | None = None
    into: System = System.REDEEMED


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A correction by a person. Positive: a new lot. Negative: taken from what is available, refused beyond it."""

    holder: Holder
    currency: str
    amount: int
    source: Source
    expires_on: date | None = None
    store_id: int | None = None
    funder_id: int | None = None
    occurred_at: datetime | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Reversal:
    """Undo a posting set, wholly (`amount` None = all that is not undone yet) or a part of it.

    Undoing an earning takes the amount back from its lot; what is already spent becomes debt. Undoing a spending
    gives the same lots back. `parts` says which lots; otherwise the lot taken last is given back first.
    """

    set_id: int
    source: Source
    amount: int | None = None
    parts: tuple[LotPart, ...] = ()
    store_id: int | None = None
    occurred_at: datetime | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """`now` more units of `whole`, after `before` of them were dealt with: `Portion(before=1, now=1, whole=3)`.

    `of(total)` splits any total so that all portions of a whole, in any order and number, sum exactly to it.
    """

    before: int
    now: int
    whole: int

    def of(self, total: int) -> int:
        """The amount that belongs to this portion. Never negative for a total >= 0; sums exactly to `total`."""
        if not (self.before >= 0 and self.now >= 0 and self.before + self.now <= self.whole and self.whole > 0):
            raise ValueError(f"not a portion: {self}")
        return total * (self.before + self.now) // self.whole - total * self.before // self.whole


@dataclass(frozen=True, slots=True)
class Posted:
    """What an operation wrote. `parts`: the lots it created, took from or gave back to. `debt`: debt it raised.

    `repeated`: the idempotency key was known; nothing was written and this is what was written then.
    """

    set_id: int
    amount: int
    parts: tuple[LotPart, ...] = ()
    debt: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that was placed."""

    hold_id: int
    set_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class Run:
    """One batch of a nightly job. `finished`: nothing was left to do after this batch."""

    lots: int
    amount: int
    finished: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """What a holder has in one currency. `net` = available + pending + held - debt."""

    available: int = 0
    pending: int = 0
    held: int = 0
    debt: int = 0

    @property
    def net(self) -> int:
        """The holder's whole worth in this currency."""
        return self.available + self.pending + self.held - self.debt


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot as it stands."""

    id: int
    currency: str
    issued: int
    remaining: int
    held: int
    state: LotState
    available_on: date | None
    expires_on: date | None
    store_id: int | None
    funder_id: int | None
    restriction: str | None
    source: Source
    rule_version_id: int | None
    set_id: int
    origin_lot_id: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement: what one posting set did to one account, and where it stood afterwards."""

    set_id: int
    kind: Kind
    source: Source
    occurred_at: datetime
    recorded_at: datetime
    business_date: date
    store_id: int | None
    rule_version_id: int | None
    reverses_id: int | None
    change: Balance
    after: Balance


@dataclass(frozen=True, slots=True)
class Explanation:
    """A balance and the lots that make it up, in the order in which they would be spent."""

    balance: Balance
    lots: tuple[Lot, ...]


@dataclass(frozen=True, slots=True)
class RollForward:
    """One currency over a period of business dates: what was there, what came and went by kind, what is there."""

    currency: str
    opening: int
    changes: Mapping[str, int]
    closing: int


class FlowKind(StrEnum):
    """What became of units, told by the house's side of a set; a reversal is told by what it undoes.

    `moved` has no house's side: transfers, mergers, and debt paid from a lot of another store.
    """

    ISSUED = "issued"
    BROUGHT_IN = "brought_in"
    USED = "used"
    REFUNDED = "refunded"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Which currency, issued by which store, paid for by which funder. Debt is of no store: it belongs to no lot."""

    currency: str
    store_id: int | None
    funder_id: int | None


@dataclass(frozen=True, slots=True)
class Flow:
    """How much better off holders were in one business month (its first day) by one kind of change.

    `store_id` is the store of the posting sets: where it was issued, spent or expired.
    """

    month: date
    origin: Origin
    kind: FlowKind
    store_id: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Spent:
    """Units of lots of one source that were used (above zero) or came back (below) in a month, and for what.

    `lot` is the source of the lots; `cause` and `store_id` are those of the set which used them, also where another set
    undid it, in whatever store.
    """

    month: date
    origin: Origin
    store_id: int | None
    lot: Source
    cause: Source
    amount: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """What became in one month of the lots of one origin month that end in one month (None: never)."""

    issued_in: date
    ends_in: date | None
    month: date
    kind: FlowKind
    amount: int


class Flaw(StrEnum):
    """The kinds of errors a proof can find."""

    UNBALANCED_SET = "unbalanced_set"
    EMPTY_SET = "empty_set"
    WRONG_BALANCE = "wrong_balance"
    WRONG_LOT = "wrong_lot"
    WRONG_ISSUE = "wrong_issue"
    ORPHAN_POSTING = "orphan_posting"
    FOREIGN_POSTING = "foreign_posting"
    SYSTEM_BALANCE = "system_balance"
    WRONG_HOLD = "wrong_hold"
    WRONG_UNDONE = "wrong_undone"
    WRONG_SUM = "wrong_sum"
    CONTENT_CHANGED = "content_changed"
    CHAIN_BROKEN = "chain_broken"
    SEAL_BROKEN = "seal_broken"
    MISSING_SET = "missing_set"
    SMUGGLED_SET = "smuggled_set"


@dataclass(frozen=True, slots=True)
class Finding:
    """One error of the book, with the account it concerns where that is known; `values` stand in the text."""

    flaw: Flaw
    text: str
    account_id: int | None = None
    set_id: int | None = None
    lot_id: int | None = None
    values: tuple[object, ...] = ()

    @property
    def detail(self) -> str:
        """Return what is wrong, in English."""
        return self.text.format(*self.values)


@dataclass(frozen=True, slots=True)
class SealHead:
    """The end of the chain of seals. Kept outside the database it proves that no sealed tail was cut off."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of `prove`. `counts`: how many accounts, lots, sets, postings and seals were re-derived."""

    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether no error was found."""
        return not self.findings
