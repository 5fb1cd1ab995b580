"""The open page of the book: accounts and lots as they were read under the lock, and all that is written on them.

Pure: no Django, no clock, no I/O. Every change goes through `Page.write`, one leg at a time, so that the changes of
accounts and lots are always exactly the sums of the legs. `writing` brings the finished page to the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shuke.foundation.actors import Actor
from shuke.ledgers.book.types import Bucket, HoldState, Kind, LotPart, LotState, Source, System


@dataclass(slots=True)
class AccountLine:
    """An account as it stands on the page."""

    id: int
    currency: str
    available: int = 0
    pending: int = 0
    held: int = 0
    debt: int = 0
    frozen: bool = False
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class LotTerms:
    """What a lot keeps for its whole life, also when it moves to another holder."""

    currency: str
    available_on: date | None
    expires_on: date | None
    store_id: int | None
    funder_id: int | None
    restriction: str | None
    source: Source
    rule_version_id: int | None


@dataclass(slots=True)
class LotLine:
    """A lot as it stands on the page."""

    id: int
    account_id: int
    set_id: int
    terms: LotTerms
    issued: int
    remaining: int
    held: int
    state: LotState
    origin_lot_id: int | None = None
    root_lot_id: int | None = None

    @property
    def root(self) -> int:
        """The first lot of the line of lots that this one descends from."""
        return self.root_lot_id or self.id

    @property
    def bucket(self) -> Bucket:
        """The bucket in which what remains of the lot stands."""
        return Bucket(self.state.value)

    def spendable(self, on: date) -> bool:
        """Whether something of it may be spent on the business date."""
        expires = self.terms.expires_on
        return self.remaining > 0 and self.state is LotState.AVAILABLE and (expires is None or on < expires)


@dataclass(frozen=True, slots=True)
class Leg:
    """One posting to be: so much better or worse off."""

    account_id: int
    bucket: Bucket
    lot_id: int | None
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class Heading:
    """Who, when, where and why: what stands at the head of a posting set."""

    kind: Kind
    source: Source
    occurred_at: datetime
    business_date: date
    recorded_at: datetime
    by: Actor
    store_id: int | None = None
    idempotency_key: str | None = None
    reverses_id: int | None = None
    rule_version_id: int | None = None


@dataclass(slots=True)
class Draft:
    """A posting set that is being written."""

    id: int
    heading: Heading
    legs: list[Leg] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Undone:
    """So much of one lot's part in a set has been undone by this act; `total` is all that can ever be."""

    set_id: int
    lot_id: int
    total: int
    amount: int


@dataclass(frozen=True, slots=True)
class NewHold:
    """A hold that is being placed."""

    id: int
    set_id: int
    account_id: int
    amount: int
    until: datetime
    parts: tuple[LotPart, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a page was written at some moment."""

    drafts: int
    new_lots: int
    released: int
    undone: int
    new_holds: int
    closed_holds: int
    accounts: int
    systems: int


def net_by_lot(legs: Iterable[Leg]) -> dict[int, int]:
    """What the legs did to each lot over all its buckets; debt is not part of a lot."""
    nets: dict[int, int] = defaultdict(int)
    for leg in legs:
        if leg.lot_id is not None and leg.bucket is not Bucket.DEBT:
            nets[leg.lot_id] += leg.amount
    return nets


class Page:
    """Working copies of the locked accounts and lots, the drafts written so far, and the changes they sum to."""

    def __init__(
        self,
        *,
        accounts: Iterable[AccountLine],
        lots: Iterable[LotLine],
        systems: Mapping[tuple[System, str], int],
        take_id: Callable[[], int],
    ) -> None:
        self.accounts = {account.id: account for account in accounts}
        self.lots: dict[int, LotLine] = {}
        self.drafts: list[Draft] = []
        self.new_lots: list[LotLine] = []
        self.released: list[int] = []
        self.undone: list[Undone] = []
        self.new_holds: list[NewHold] = []
        self.closed_holds: dict[int, HoldState] = {}
        self.account_changes: dict[int, dict[Bucket, int]] = {}
        self.lot_changes: dict[int, list[int]] = {}
        self.systems = dict(systems)
        self._lots_by_account: dict[int, list[LotLine]] = defaultdict(list)
        self._take_id = take_id
        for lot in lots:
            self._lay(lot)

    def open_set(self, heading: Heading) -> Draft:
        """Begin a posting set."""
        draft = Draft(self._take_id(), heading)
        self.drafts.append(draft)
        return draft

    def open_lot(
        self,
        draft: Draft,
        account_id: int,
        terms: LotTerms,
        issued: int,
        *,
        state: LotState,
        origin: LotLine | None = None,
    ) -> LotLine:
        """Begin an empty lot that the set is about to fill with `issued`."""
        lot = LotLine(
            id=self._take_id(),
            account_id=account_id,
            set_id=draft.id,
            terms=terms,
            issued=issued,
            remaining=0,
            held=0,
            state=state,
            origin_lot_id=origin.id if origin else None,
            root_lot_id=origin.root if origin else None,
        )
        self.new_lots.append(lot)
        self._lay(lot)
        return lot

    def write(self, draft: Draft, account_id: int, bucket: Bucket, lot: LotLine | None, amount: int) -> None:
        """Write one leg for a member's account; a leg of zero is no leg."""
        if amount == 0:
            return
        account = self.accounts[account_id]
        draft.legs.append(Leg(account_id, bucket, lot.id if lot else None, account.currency, amount))
        self._change_account(account, bucket, _column(bucket, amount))
        if lot is not None and bucket is not Bucket.DEBT:
            self._change_lot(lot, bucket, amount)

    def write_system(self, draft: Draft, system: System, currency: str, amount: int) -> None:
        """Write the house's leg."""
        draft.legs.append(Leg(self.systems[system, currency], Bucket.SYSTEM, None, currency, amount))

    def release(self, lot: LotLine) -> None:
        """Let the lot count as available from now on; the legs are the caller's."""
        lot.state = LotState.AVAILABLE
        self.released.append(lot.id)

    def lots_of(self, account_id: int) -> list[LotLine]:
        """The account's lots on the page."""
        return self._lots_by_account[account_id]

    def add(self, lots: Iterable[LotLine]) -> None:
        """Lay further lots of the locked accounts on the page; those already there stay as they are."""
        for lot in lots:
            if lot.id not in self.lots:
                self._lay(lot)

    def admit(self, accounts: Iterable[AccountLine]) -> None:
        """Put further locked accounts on the page; those already there stay as they are."""
        for account in accounts:
            self.accounts.setdefault(account.id, account)

    def mark(self) -> Mark:
        """Note how far the page is written."""
        return Mark(
            len(self.drafts),
            len(self.new_lots),
            len(self.released),
            len(self.undone),
            len(self.new_holds),
            len(self.closed_holds),
            len(self.accounts),
            len(self.systems),
        )

    def back_to(self, mark: Mark) -> None:
        """Strike out all that was written since the mark, and let go of the accounts that came since."""
        for draft in reversed(self.drafts[mark.drafts :]):
            for leg in draft.legs:
                self._strike(leg)
        for lot in self.new_lots[mark.new_lots :]:
            self._take_off(lot)
        for lot_id in self.released[mark.released :]:
            if lot_id in self.lots:
                self.lots[lot_id].state = LotState.PENDING
        for listed, length in (
            (self.drafts, mark.drafts),
            (self.new_lots, mark.new_lots),
            (self.released, mark.released),
            (self.undone, mark.undone),
            (self.new_holds, mark.new_holds),
        ):
            del listed[length:]
        for known, length in (
            (self.closed_holds, mark.closed_holds),
            (self.systems, mark.systems),
        ):
            _shorten(known, length)
        for account_id in list(self.accounts)[mark.accounts :]:
            self._dismiss(account_id)

    def _strike(self, leg: Leg) -> None:
        if leg.bucket is Bucket.SYSTEM:
            return
        self._change_account(self.accounts[leg.account_id], leg.bucket, _column(leg.bucket, -leg.amount))
        if leg.lot_id is not None and leg.bucket is not Bucket.DEBT:
            self._change_lot(self.lots[leg.lot_id], leg.bucket, -leg.amount)

    def _dismiss(self, account_id: int) -> None:
        del self.accounts[account_id]
        for lot in list(self._lots_by_account.pop(account_id, ())):
            del self.lots[lot.id]

    def _take_off(self, lot: LotLine) -> None:
        del self.lots[lot.id]
        self._lots_by_account[lot.account_id].remove(lot)

    def _lay(self, lot: LotLine) -> None:
        self.lots[lot.id] = lot
        self._lots_by_account[lot.account_id].append(lot)

    def _change_account(self, account: AccountLine, bucket: Bucket, amount: int) -> None:
        setattr(account, bucket.value, getattr(account, bucket.value) + amount)
        changes = self.account_changes.setdefault(account.id, dict.fromkeys(_OWN, 0))
        changes[bucket] += amount

    def _change_lot(self, lot: LotLine, bucket: Bucket, amount: int) -> None:
        changes = self.lot_changes.setdefault(lot.id, [0, 0])
        if bucket is Bucket.HELD:
            lot.held += amount
            changes[1] += amount
        else:
            lot.remaining += amount
            changes[0] += amount


def _column(bucket: Bucket, amount: int) -> int:
    """What a leg adds to the column of its bucket: debt stands there with the other sign."""
    return -amount if bucket is Bucket.DEBT else amount


def _shorten(known: dict[Any, Any], length: int) -> None:
    for key in list(known)[length:]:
        del known[key]


_OWN = (Bucket.AVAILABLE, Bucket.PENDING, Bucket.HELD, Bucket.DEBT)
