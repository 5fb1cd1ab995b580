"""Hold something until it is known whether it will be spent: hold, then post or void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import opening, rules, sql, writing
from shuke.ledgers.book.giving import NotAnAmount
from shuke.ledgers.book.models import Hold
from shuke.ledgers.book.page import Draft, Heading, NewHold, Page
from shuke.ledgers.book.types import Held, HoldState, Kind, LotPart, Posted, Run, Source, Spending, System


class UnknownHold(Refusal):
    """No such hold."""

    code = "book.unknown_hold"
    status = 404
    zh = "没有这笔冻结"
    en = "No such hold"


class HoldClosed(Refusal):
    """The hold was posted or voided before."""

    code = "book.hold_closed"
    zh = "该笔冻结已处理"
    en = "The hold has been closed already"


def hold(*, spending: Spending, until: datetime, by: Actor, at: datetime) -> Held:
    """Set something aside until it is posted or voided; voided by `void_overdue` after `until`. Refuses NotEnough."""
    if spending.amount <= 0:
        raise NotAnAmount(field="amount")

    def work() -> Held:
        opened = opening.open_for({(spending.holder, spending.currency)}, (), with_lots=True)
        done = writing.known([(spending.idempotency_key, Kind.HOLD, spending.source)])
        for known in done.values():
            return _held(opened.page, known.set_id)
        head = _heading(Kind.HOLD, spending.source, by, at, spending)
        account_id = opened.account(spending.holder, spending.currency)
        writing.refuse_frozen(opened.page, account_id)
        if spending.parts:
            parts = rules.exact(opened.page, account_id, spending.parts, spending.amount, head.business_date)
        else:
            lots = opened.page.lots_of(account_id)
            parts = rules.choose(lots, spending.amount, head.business_date, spending.restrictions)
        draft = rules.set_aside(opened.page, head, account_id, parts)
        placed = NewHold(ids.new(), draft.id, account_id, spending.amount, until, parts)
        opened.page.new_holds.append(placed)
        writing.close(opened.page, by=by, at=at)
        return Held(placed.id, draft.id, placed.amount)

    return opening.atomically(work)


def post(*, hold_id: int, by: Actor, at: datetime, amount: int | None = None) -> Posted:
    """Spend a hold (or `amount` of it; the rest is given back). Refuses HoldClosed, MoreThanIsLeft."""

    def write(page: Page, held: Hold, parts: list[LotPart], source: Source) -> Draft:
        spent = held.amount if amount is None else amount
        if not 0 < spent <= held.amount:
            raise rules.MoreThanIsLeft(left=held.amount, asked=spent)
        head = _heading(Kind.POST, source, by, at)
        return rules.spend_held(page, head, held.account_id, parts, spent)

    return opening.atomically(lambda: _close(hold_id, HoldState.POSTED, write, by, at))


def void(*, hold_id: int, by: Actor, at: datetime) -> Posted:
    """Give a hold back. Refuses HoldClosed."""

    def write(page: Page, held: Hold, parts: list[LotPart], source: Source) -> Draft:
        head = _heading(Kind.VOID, source, by, at)
        return rules.give_back_held(page, head, held.account_id, parts)

    return opening.atomically(lambda: _close(hold_id, HoldState.VOIDED, write, by, at))


def void_overdue(*, by: Actor, at: datetime, limit: int = 1000) -> Run:
    """Give back holds whose time is over, each in a transaction of its own."""
    overdue = Hold.objects.filter(state=HoldState.OPEN, until__lte=at).order_by("until")
    hold_ids = list(overdue.values_list("id", flat=True)[:limit])
    lots = amount = 0
    for hold_id in hold_ids:
        try:
            given_back = void(hold_id=hold_id, by=by, at=at)
        except HoldClosed:
            continue  # another worker, or the till after all, was quicker
        lots, amount = lots + 1, amount + given_back.amount
    return Run(lots=lots, amount=amount, finished=len(hold_ids) < limit)


def _held(page: Page, set_id: int) -> Held:
    for placed in page.new_holds:
        if placed.set_id == set_id:
            return Held(placed.id, set_id, placed.amount)
    known = Hold.objects.get(posting_set_id=set_id)
    return Held(known.id, set_id, known.amount)


def _close(
    hold_id: int,
    state: HoldState,
    write: Callable[[Page, Hold, list[LotPart], Source], Draft],
    by: Actor,
    at: datetime,
) -> Posted:
    """Close the hold once: its state is read under the account's lock, and whoever comes second is refused."""
    seen = Hold.objects.filter(id=hold_id).select_related("account").first()
    if seen is None:
        raise UnknownHold
    if seen.state != HoldState.OPEN:  # closed for good, maybe on an account that was merged since: no lock is needed
        raise HoldClosed
    page = opening.open_accounts({seen.account_id}, {seen.account.currency}, {System.REDEEMED})
    held = Hold.objects.select_related("posting_set").get(id=hold_id)
    if held.account_id != seen.account_id:
        raise opening.Moved
    if held.state != HoldState.OPEN or hold_id in page.closed_holds:
        raise HoldClosed
    page.closed_holds[hold_id] = state
    parts = [LotPart(lot, amount) for lot, amount in held.parts.order_by("id").values_list("lot_id", "amount")]
    page.add(sql.lots([part.lot_id for part in parts]))
    source = Source(held.posting_set.source_kind, held.posting_set.source_id)
    draft = write(page, held, parts, source)
    writing.close(page, by=by, at=at)
    return writing.posted(draft)


def _heading(kind: Kind, source: Source, by: Actor, at: datetime, spending: Spending | None = None) -> Heading:
    return writing.heading(
        kind,
        source=source,
        by=by,
        at=at,
        occurred_at=spending.occurred_at if spending else None,
        store_id=spending.store_id if spending else None,
        idempotency_key=spending.idempotency_key if spending else None,
        rule_version_id=spending.rule_version_id if spending else None,
    )
