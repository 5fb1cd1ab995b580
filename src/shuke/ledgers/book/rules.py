"""How the book's acts are written as legs. Pure: every function writes on a `Page` and asks nobody else.

The rules of thumb: a set sums to zero per currency; spending takes the first lot to expire, then the oldest; no
bucket of a member ever falls below zero, because what cannot be taken back becomes debt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from shuke.foundation.refusals import Refusal
from shuke.ledgers.book.page import Draft, Heading, LotLine, LotTerms, Page, Undone
from shuke.ledgers.book.types import Bucket, Kind, LotPart, LotState, System


class NotEnough(Refusal):
    """More was asked for than can be spent."""

    code = "book.not_enough"
    zh = "余额不足:需要 {needed},可用 {available}"
    en = "Not enough: {needed} needed, {available} available"


class MoreThanIsLeft(Refusal):
    """More was to be undone than is left to undo."""

    code = "book.more_than_is_left"
    zh = "可冲销的只剩 {left},不能冲销 {asked}"
    en = "Only {left} is left to reverse; {asked} was asked for"


class AlreadyReversed(Refusal):
    """Nothing is left to undo."""

    code = "book.already_reversed"
    zh = "该笔记录已全部冲销"
    en = "This set has been reversed already"


def issue(page: Page, heading: Heading, account_id: int, terms: LotTerms, amount: int, *, out_of: System) -> Draft:
    """Write a new lot of `amount`, pending while its `available_on` is still to come; then settle debt from it."""
    draft = page.open_set(heading)
    waits = terms.available_on is not None and terms.available_on > heading.business_date
    lot = page.open_lot(draft, account_id, terms, amount, state=LotState.PENDING if waits else LotState.AVAILABLE)
    page.write_system(draft, out_of, terms.currency, -amount)
    page.write(draft, account_id, lot.bucket, lot, amount)
    settle(page, heading, account_id)
    return draft


def spend(page: Page, heading: Heading, account_id: int, parts: Sequence[LotPart], into: System) -> Draft:
    """Write the chosen parts off to the house."""
    draft = page.open_set(heading)
    for part in parts:
        page.write(draft, account_id, Bucket.AVAILABLE, page.lots[part.lot_id], -part.amount)
    page.write_system(draft, into, page.accounts[account_id].currency, sum(part.amount for part in parts))
    return draft


def choose(
    lots: Iterable[LotLine], amount: int, on: date, restrictions: tuple[str, ...] | None = ()
) -> tuple[LotPart, ...]:
    """Choose `amount` from the lots spendable on the date: first to expire, then oldest. Raises NotEnough.

    Lots with a restriction are chosen only when it is named; `restrictions=None` takes any lot.
    """
    left, parts = amount, []
    eligible = sorted((lot for lot in lots if lot.spendable(on) and _allowed(lot, restrictions)), key=spending_order)
    for lot in eligible:
        taken = min(left, lot.remaining)
        parts.append(LotPart(lot.id, taken))
        left -= taken
        if not left:
            return tuple(parts)
    raise NotEnough(needed=amount, available=amount - left)


def exact(page: Page, account_id: int, parts: Sequence[LotPart], amount: int, on: date) -> tuple[LotPart, ...]:
    """Check that the given parts can be spent as they are and sum to `amount`. Raises NotEnough."""
    spendable = 0
    for part in parts:
        lot = page.lots.get(part.lot_id)
        fits = lot is not None and lot.account_id == account_id and lot.spendable(on)
        spendable += min(part.amount, lot.remaining) if lot is not None and fits else 0
    if spendable != amount or any(part.amount <= 0 for part in parts) or len({p.lot_id for p in parts}) != len(parts):
        raise NotEnough(needed=amount, available=spendable)
    return tuple(parts)


def spending_order(lot: LotLine) -> tuple[date, int]:
    """First to expire, lots without expiry last; among equals the oldest."""
    return (lot.terms.expires_on or date.max, lot.id)


def settle(page: Page, cause: Heading, account_id: int) -> None:
    """Pay debt from what is available, as a set of its own that names the same source."""
    account = page.accounts[account_id]
    if account.debt == 0 or account.frozen:
        return
    spendable = sum(lot.remaining for lot in page.lots_of(account_id) if lot.spendable(cause.business_date))
    paid = min(account.debt, spendable)
    if paid == 0:
        return
    draft = page.open_set(replace(cause, kind=Kind.SETTLE, idempotency_key=None, reverses_id=None))
    for part in choose(page.lots_of(account_id), paid, cause.business_date, None):
        page.write(draft, account_id, Bucket.AVAILABLE, page.lots[part.lot_id], -part.amount)
    page.write(draft, account_id, Bucket.DEBT, None, paid)


def release(page: Page, heading: Heading, account_id: int, lots: Sequence[LotLine]) -> Draft:
    """Make pending lots available, then settle debt from them."""
    draft = page.open_set(heading)
    for lot in lots:
        page.write(draft, account_id, Bucket.PENDING, lot, -lot.remaining)
        page.release(lot)
    for lot in lots:
        amount = -sum(leg.amount for leg in draft.legs if leg.lot_id == lot.id)
        page.write(draft, account_id, Bucket.AVAILABLE, lot, amount)
    settle(page, heading, account_id)
    return draft


def expire(page: Page, heading: Heading, account_id: int, lots: Sequence[LotLine]) -> Draft:
    """Write off what remains of the lots, pending or available; what is held stays held."""
    draft = page.open_set(heading)
    expired = sum(lot.remaining for lot in lots)
    for lot in lots:
        page.write(draft, account_id, lot.bucket, lot, -lot.remaining)
    page.write_system(draft, System.EXPIRED, page.accounts[account_id].currency, expired)
    return draft


def set_aside(page: Page, heading: Heading, account_id: int, parts: Sequence[LotPart]) -> Draft:
    """Move the parts from available to held."""
    return _move_buckets(page, heading, account_id, parts, out_of=Bucket.AVAILABLE, into=Bucket.HELD)


def give_back_held(page: Page, heading: Heading, account_id: int, parts: Sequence[LotPart]) -> Draft:
    """Move the parts from held to available, then settle debt."""
    draft = _move_buckets(page, heading, account_id, parts, out_of=Bucket.HELD, into=Bucket.AVAILABLE)
    settle(page, heading, account_id)
    return draft


def spend_held(page: Page, heading: Heading, account_id: int, parts: Sequence[LotPart], amount: int) -> Draft:
    """Write `amount` of the held parts off to the house, first part first, and give the rest back."""
    draft = page.open_set(heading)
    left = amount
    for part in parts:
        lot = page.lots[part.lot_id]
        spent = min(left, part.amount)
        left -= spent
        page.write(draft, account_id, Bucket.HELD, lot, -part.amount)
        page.write(draft, account_id, Bucket.AVAILABLE, lot, part.amount - spent)
    page.write_system(draft, System.REDEEMED, page.accounts[account_id].currency, amount)
    settle(page, heading, account_id)
    return draft


def left_to_undo(
    nets: Mapping[int, int], undone: Mapping[int, int], amount: int | None, parts: Sequence[LotPart]
) -> tuple[LotPart, ...]:
    """Choose how much of which lot to undo, the lot written last first.

    `nets`: what the set did to each lot, in the order written. `undone`: what was undone of it before.
    """
    left = {lot: abs(net) - undone.get(lot, 0) for lot, net in nets.items() if net}
    total = sum(left.values())
    if total == 0:
        raise AlreadyReversed
    if parts:
        over = [part for part in parts if not 0 < part.amount <= left.get(part.lot_id, 0)]
        if over:
            raise MoreThanIsLeft(left=left.get(over[0].lot_id, 0), asked=over[0].amount)
        return tuple(parts)
    asked = total if amount is None else amount
    if not 0 < asked <= total:
        raise MoreThanIsLeft(left=total, asked=asked)
    chosen = []
    for lot in reversed(left):
        taken = min(asked, left[lot])
        if taken:
            chosen.append(LotPart(lot, taken))
            asked -= taken
    return tuple(chosen)


def undo(
    page: Page, heading: Heading, nets: Mapping[int, int], parts: Sequence[LotPart], *, system: System, heir: int
) -> Draft:
    """Undo the chosen parts of a set: take back what it gave, give back what it took; then settle debt.

    `heir` is the account that answers for the set today: its own, or that of the member it was merged into.
    """
    draft = page.open_set(heading)
    back = 0
    for part in parts:
        lot = page.lots[part.lot_id]
        gave = nets[part.lot_id] > 0
        if gave:
            _take_back(page, draft, lot, part.amount, heir)
        else:
            _give_back(page, draft, lot, part.amount, heir)
        back += part.amount if gave else -part.amount
        page.undone.append(Undone(heading.reverses_id or 0, lot.id, abs(nets[lot.id]), part.amount))
    page.write_system(draft, system, page.accounts[heir].currency, back)
    settle(page, heading, heir)
    return draft


def move(page: Page, draft: Draft, lot: LotLine, receiver: int, amount: int, *, held: int = 0) -> LotLine:
    """Move `amount` of what remains and `held` of what is held of a lot into a new lot of the receiver."""
    copy = page.open_lot(draft, receiver, lot.terms, amount + held, state=lot.state, origin=lot)
    for bucket, moved in ((lot.bucket, amount), (Bucket.HELD, held)):
        page.write(draft, lot.account_id, bucket, lot, -moved)
        page.write(draft, receiver, bucket, copy, moved)
    return copy


def move_debt(page: Page, draft: Draft, giver: int, receiver: int) -> None:
    """Let the receiver owe what the giver owed."""
    debt = page.accounts[giver].debt
    page.write(draft, giver, Bucket.DEBT, None, debt)
    page.write(draft, receiver, Bucket.DEBT, None, -debt)


def _take_back(page: Page, draft: Draft, lot: LotLine, amount: int, heir: int) -> None:
    """Take from the lot, then from the lots it became by merging; what is spent already becomes debt."""
    family = [lot] if lot.account_id == heir else []
    family += [kin for kin in page.lots_of(heir) if kin.root == lot.root and kin.id != lot.id]
    left = amount
    for kin in family:
        taken = min(left, kin.remaining)
        page.write(draft, heir, kin.bucket, kin, -taken)
        left -= taken
    page.write(draft, heir, Bucket.DEBT, None, -left)


def _give_back(page: Page, draft: Draft, lot: LotLine, amount: int, heir: int) -> None:
    """Give the same lot back; where its holder was merged, a new lot of the survivor with the same terms."""
    if lot.account_id != heir:
        lot = page.open_lot(draft, heir, lot.terms, amount, state=lot.state, origin=lot)
    page.write(draft, heir, lot.bucket, lot, amount)


def _move_buckets(
    page: Page, heading: Heading, account_id: int, parts: Sequence[LotPart], *, out_of: Bucket, into: Bucket
) -> Draft:
    draft = page.open_set(heading)
    for part in parts:
        lot = page.lots[part.lot_id]
        page.write(draft, account_id, out_of, lot, -part.amount)
        page.write(draft, account_id, into, lot, part.amount)
    return draft


def _allowed(lot: LotLine, restrictions: tuple[str, ...] | None) -> bool:
    return restrictions is None or lot.terms.restriction is None or lot.terms.restriction in restrictions
