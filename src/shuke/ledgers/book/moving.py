"""Move lots between holders: a gift of some, or the merging of two members, and the undoing of both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import blocks, opening, rules, sql, writing
from shuke.ledgers.book.giving import NotAnAmount
from shuke.ledgers.book.models import Account, Hold, HoldPart
from shuke.ledgers.book.page import Draft, Leg, LotLine, LotTerms, Page
from shuke.ledgers.book.types import PARTICULAR, Bucket, Holder, Kind, LotState, Posted, Reversal, Source


class SameHolder(Refusal):
    """Giver and receiver are one."""

    code = "book.same_holder"
    status = 422
    zh = "转出方与转入方相同"
    en = "Giver and receiver are the same"


class StillHeld(Refusal):
    """Part of what was moved is set aside; post or void the hold first."""

    code = "book.still_held"
    zh = "转入的部分仍被冻结,请先处理冻结"
    en = "Part of what was moved is on hold; close the hold first"


class MovedOn(Refusal):
    """The receiver was merged into somebody else since; undo that first."""

    code = "book.moved_on"
    zh = "接收方之后又被合并,请先撤销后一次合并"
    en = "The receiver was merged again since; undo that merger first"


def transfer(
    *,
    giver: Holder,
    receiver: Holder,
    currency: str,
    amount: int,
    source: Source,
    by: Actor,
    at: datetime,
    idempotency_key: str | None = None,
) -> Posted:
    """Move available units to another holder; each lot keeps its expiry, funder and restriction.

    Refuses NotEnough, AccountFrozen, SameHolder.
    """
    if amount <= 0:
        raise NotAnAmount(field="amount")

    def work() -> Posted:
        opened = opening.open_for({(giver, currency), (receiver, currency)}, (), with_lots=True)
        done = writing.known([(idempotency_key, Kind.TRANSFER, source)])
        for known in done.values():
            return known
        page, out_of, into = opened.page, opened.account(giver, currency), opened.account(receiver, currency)
        if out_of == into:
            raise SameHolder
        writing.refuse_frozen(page, out_of)
        head = writing.heading(Kind.TRANSFER, source=source, by=by, at=at, idempotency_key=idempotency_key)
        parts = rules.choose(page.lots_of(out_of), amount, head.business_date, None)
        draft = page.open_set(head)
        for part in parts:
            rules.move(page, draft, page.lots[part.lot_id], into, part.amount)
        rules.settle(page, head, into)
        writing.close(page, by=by, at=at)
        return writing.posted(draft)

    return opening.atomically(work)


def merge(*, absorbed: Holder, survivor: Holder, source: Source, by: Actor, at: datetime) -> Posted | None:
    """Move everything in every currency (pending, held and debt too) to the survivor, and send later postings after it.

    None when there was nothing to move. Undone by `unmerge`, or by `reverse` of the set.
    """
    blocks.refuse("merge")
    if absorbed == survivor:
        raise SameHolder
    return opening.atomically(lambda: _merge(absorbed, survivor, source, by, at))


def unmerge(*, absorbed: Holder, source: Source, by: Actor, at: datetime) -> Posted | None:
    """Undo the merging of a holder: what is left of its lots comes back, and postings go to it again.

    What the survivor has spent of them meanwhile becomes the survivor's debt; what has expired stays expired.
    None when there was nothing to move. Refuses StillHeld, MovedOn.
    """
    blocks.refuse("unmerge")

    def work() -> Posted | None:
        accounts = Account.objects.filter(holder_kind=absorbed.kind, holder_id=absorbed.id, merged_into__isnull=False)
        moved_by = accounts.exclude(merged_by=None).values_list("merged_by", flat=True).first()
        if moved_by is not None:
            return _undo(Reversal(set_id=moved_by, source=source), by, at)
        accounts.update(merged_into=None)
        return None

    return opening.atomically(work)


def undo(*, reversal: Reversal, by: Actor, at: datetime) -> Posted:
    """Undo a transfer or a merging wholly. Refuses AlreadyReversed, StillHeld, MovedOn."""
    blocks.refuse("the undoing of a transfer")
    return opening.atomically(lambda: _undo(reversal, by, at))


def _merge(absorbed: Holder, survivor: Holder, source: Source, by: Actor, at: datetime) -> Posted | None:
    currencies = _currencies(absorbed, survivor)
    if not currencies:
        return None
    if Account.objects.filter(holder_kind=absorbed.kind, holder_id=absorbed.id, merged_into__isnull=False).exists():
        raise MovedOn
    opened = opening.open_for({(holder, c) for holder in (absorbed, survivor) for c in currencies}, (), with_lots=True)
    page = opened.page
    draft = page.open_set(writing.heading(Kind.TRANSFER, source=source, by=by, at=at))
    pairs = {opened.account(absorbed, c): opened.account(survivor, c) for c in currencies}
    if pairs.keys() & set(pairs.values()):
        raise SameHolder
    copies: dict[int, LotLine] = {}
    for out_of, into in pairs.items():
        writing.refuse_frozen(page, out_of)
        copies |= _move_all(page, draft, out_of, into)
    for into in pairs.values():
        rules.settle(page, draft.heading, into)
    writing.close(page, by=by, at=at)
    moved = draft.id if draft.legs else None
    for out_of, into in pairs.items():
        Account.objects.filter(id=out_of).update(merged_into=into, merged_by=moved)
    _let_holds_follow(pairs, copies)
    return writing.posted(draft) if draft.legs else None


def _move_all(page: Page, draft: Draft, out_of: int, into: int) -> dict[int, LotLine]:
    page.add(sql.held_lots(out_of))
    copies = {
        lot.id: rules.move(page, draft, lot, into, lot.remaining, held=lot.held)
        for lot in list(page.lots_of(out_of))
        if lot.remaining or lot.held
    }
    rules.move_debt(page, draft, out_of, into)
    return copies


def _let_holds_follow(pairs: Mapping[int, int], copies: Mapping[int, LotLine]) -> None:
    for out_of, into in pairs.items():
        Hold.objects.filter(account_id=out_of, state="open").update(account_id=into)
    held = {lot_id: copy.id for lot_id, copy in copies.items() if copy.held}
    for lot_id, copy_id in held.items():
        HoldPart.objects.filter(lot_id=lot_id, hold__state="open").update(lot_id=copy_id)


def _undo(reversal: Reversal, by: Actor, at: datetime) -> Posted:
    legs = sql.legs([reversal.set_id])[reversal.set_id]
    copies = sql.lots_moved_by(reversal.set_id)
    page = _open_again(reversal.set_id, {leg.account_id for leg in legs}, copies)
    head = writing.heading(
        Kind.REVERSE,
        source=reversal.source,
        by=by,
        at=at,
        occurred_at=reversal.occurred_at,
        reverses_id=reversal.set_id,
    )
    draft = page.open_set(head)
    losses = sql.losses({copy.id for copy in copies})
    for copy in copies:
        _move_back(page, draft, page.lots[copy.id], losses.get(copy.id, 0))
    for giver, receiver, amount in _debts_moved(legs):
        _move_debt_back(page, draft, giver, receiver, amount=amount, source=reversal.source)
    for account_id in sorted(page.accounts):
        rules.settle(page, head, account_id)
    writing.close(page, by=by, at=at)
    return writing.posted(draft)


def _open_again(set_id: int, account_ids: Collection[int], copies: Sequence[LotLine]) -> Page:
    """Lock both sides, let what this set merged stand on its own again, and refuse what cannot be undone."""
    sql.lock_accounts(account_ids)
    if sql.reversed_by(set_id):
        raise rules.AlreadyReversed
    Account.objects.filter(merged_by=set_id).update(merged_into=None, merged_by=None)
    if sql.merged_into(account_ids):
        raise MovedOn
    origins = {copy.origin_lot_id for copy in copies if copy.origin_lot_id is not None}
    return opening.open_accounts(account_ids, (), (), more_lots=origins | {copy.id for copy in copies})


def _debts_moved(legs: Sequence[Leg]) -> Iterator[tuple[int, int, int]]:
    """Yield (giver, receiver, amount) of the debt that a merging moved, one per currency."""
    debts = [leg for leg in legs if leg.bucket is Bucket.DEBT]
    for gone in (leg for leg in debts if leg.amount > 0):
        come = next(leg for leg in debts if leg.amount < 0 and leg.currency == gone.currency)
        yield gone.account_id, come.account_id, gone.amount


def _move_back(page: Page, draft: Draft, copy: LotLine, lost: int) -> None:
    """Give the origin all that was moved and not lost; what is not there any more becomes the receiver's debt.

    Of particular things only what is left comes back: a coupon that was used is used, and no other can pay for it.
    """
    if copy.held:
        raise StillHeld
    origin = page.lots[copy.origin_lot_id or 0]
    if origin.state is not copy.state:
        page.release(origin)
    left = copy.remaining
    due = left if copy.terms.currency in PARTICULAR else copy.issued - min(lost, copy.issued - left)
    page.write(draft, copy.account_id, copy.bucket, copy, -left)
    page.write(draft, copy.account_id, Bucket.DEBT, None, left - due)
    page.write(draft, origin.account_id, origin.bucket, origin, due)


def _move_debt_back(page: Page, draft: Draft, giver: int, receiver: int, *, amount: int, source: Source) -> None:
    """Let the giver owe again; what the receiver has paid of it comes back to the receiver as a lot without expiry."""
    paid = amount - min(amount, page.accounts[receiver].debt)
    page.write(draft, giver, Bucket.DEBT, None, -amount)
    page.write(draft, receiver, Bucket.DEBT, None, amount - paid)
    if paid:
        terms = LotTerms(page.accounts[receiver].currency, None, None, None, None, None, source, None)
        lot = page.open_lot(draft, receiver, terms, paid, state=LotState.AVAILABLE)
        page.write(draft, receiver, Bucket.AVAILABLE, lot, paid)


def _currencies(absorbed: Holder, survivor: Holder) -> list[str]:
    """All that either of them has: a later posting in any of them must find its way to the survivor."""
    kinds = {absorbed.kind, survivor.kind}
    accounts = Account.objects.filter(holder_kind__in=kinds, holder_id__in=(absorbed.id, survivor.id))
    return sorted(set(accounts.values_list("currency", flat=True)))
