"""Everything that may change a balance. All operations are atomic, keyword-only and take `by` and `at`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from shuke.foundation.actors import Actor
from shuke.ledgers.book.types import (
    Adjustment,
    Earning,
    Held,
    Holder,
    Posted,
    Proof,
    Reversal,
    Run,
    SealHead,
    Source,
    Spending,
)


def earn(*, earning: Earning, by: Actor, at: datetime) -> Posted:
    """Give a holder a new lot; debt is settled from it at once when it is available."""
    raise NotImplementedError


def earn_many(*, earnings: Sequence[Earning], by: Actor, at: datetime) -> list[Posted]:
    """Like `earn` for up to 5,000 earnings in a handful of statements; results in the same order. All or none."""
    raise NotImplementedError


def open_balances(*, openings: Sequence[Earning], by: Actor, at: datetime) -> list[Posted]:
    """Bring balances from an older system in as lots of kind `opening`, with their own expiry and source."""
    raise NotImplementedError


def redeem(*, spending: Spending, by: Actor, at: datetime) -> Posted:
    """Spend what is available. Refuses with NotEnough."""
    raise NotImplementedError


def redeem_many(*, spendings: Sequence[Spending], by: Actor, at: datetime) -> list[Posted]:
    """Spend for many holders at once. All or none: one NotEnough refuses the whole batch."""
    raise NotImplementedError


def adjust(*, adjustment: Adjustment, by: Actor, at: datetime) -> Posted:
    """Correct a balance by hand. Negative beyond what is available is refused with NotEnough."""
    raise NotImplementedError


def adjust_many(*, adjustments: Sequence[Adjustment], by: Actor, at: datetime) -> list[Posted]:
    """Correct many balances at once. All or none."""
    raise NotImplementedError


def reverse(*, reversal: Reversal, by: Actor, at: datetime) -> Posted:
    """Undo a set or a part of it. Refuses AlreadyReversed, MoreThanIsLeft, NotReversible, UnknownSet."""
    raise NotImplementedError


def reverse_many(*, reversals: Sequence[Reversal], by: Actor, at: datetime) -> list[Posted]:
    """Undo many sets in order, all or none. Two parts of one set may stand in one call."""
    raise NotImplementedError


def reverse_source(*, of: Source, source: Source, by: Actor, at: datetime) -> list[Posted]:
    """Undo all that is not undone yet of every earning, spending and adjustment that `of` caused; () when none."""
    raise NotImplementedError


def hold(*, spending: Spending, until: datetime, by: Actor, at: datetime) -> Held:
    """Set something aside until it is posted or voided; voided by `void_overdue` after `until`."""
    raise NotImplementedError


def post(*, hold_id: int, by: Actor, at: datetime, amount: int | None = None) -> Posted:
    """Spend a hold (or `amount` of it; the rest is given back). Refuses HoldClosed."""
    raise NotImplementedError


def void(*, hold_id: int, by: Actor, at: datetime) -> Posted:
    """Give a hold back. Refuses HoldClosed."""
    raise NotImplementedError


def void_overdue(*, by: Actor, at: datetime, limit: int = 1000) -> Run:
    """Give back holds whose time is over."""
    raise NotImplementedError


def transfer(
    *, giver: Holder, receiver: Holder, currency: str, amount: int, source: Source, by: Actor, at: datetime
) -> Posted:
    """Move available units to another holder; each lot keeps its expiry, funder and restriction."""
    raise NotImplementedError


def merge(*, absorbed: Holder, survivor: Holder, source: Source, by: Actor, at: datetime) -> Posted | None:
    """Move everything in every currency (pending, held and debt too) to the survivor, and send later postings after it.

    None when the absorbed holder has nothing. Undone by `reverse` of the set.
    """
    raise NotImplementedError


def release_due(*, on: date, by: Actor, at: datetime, currency: str | None = None, limit: int = 5000) -> Run:
    """Make pending lots available whose `available_on` <= `on`; call again until `finished`."""
    raise NotImplementedError


def expire_due(*, on: date, by: Actor, at: datetime, currency: str | None = None, limit: int = 5000) -> Run:
    """Expire what is left of lots whose `expires_on` <= `on`; call again until `finished`."""
    raise NotImplementedError


def seal(*, by: Actor, at: datetime) -> SealHead | None:
    """Chain all sets that are not chained yet and close them with a seal; None when there was nothing to seal."""
    raise NotImplementedError


def prove(*, at: datetime, freeze: bool = True, head: SealHead | None = None) -> Proof:
    """Re-derive every balance, lot, hold, sum and hash; freeze the accounts found wrong; the others go on."""
    raise NotImplementedError


def thaw(*, account_id: int, by: Actor, at: datetime, reason: str) -> None:
    """Let a frozen account move again, after its error was explained."""
    raise NotImplementedError
