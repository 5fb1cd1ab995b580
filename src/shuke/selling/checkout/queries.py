"""What an order would come to, what came of one, and why a line cost what it did."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Sum

from shuke.foundation import clock
from shuke.foundation.db import bulk
from shuke.foundation.db.flaws import Flaw
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.book.types import member
from shuke.ledgers.passes import queries as passes
from shuke.ledgers.points import queries as points
from shuke.ledgers.points.types import EarnableLine, EarnableSale
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.checkout import orders, proving, rules, sale
from shuke.selling.checkout.elsewhere import Returnable, returnable, returnable_named
from shuke.selling.checkout.models import Order, PaidBy
from shuke.selling.checkout.sale import Sale
from shuke.selling.checkout.types import (
    Attributed,
    Completed,
    DeductionUndone,
    MeansTaken,
    NewOrder,
    OrderKind,
    OrderState,
    Paid,
    Quote,
    SoldLine,
    Takings,
    TenderKind,
    UsableCard,
    UsablePass,
)

__all__ = ["Returnable", "returnable", "returnable_named"]

_ORDERS_AT_ONCE = 500


def quote(*, order: NewOrder, at: datetime) -> Quote:
    """Return what the order would come to, what the member could use, and what it would earn. Nothing is written."""
    with rulebook.one_reading():
        return _quoted(sale.look(order, at, hold=False))


def order(order_id: int) -> Completed:
    """Return what came of an order within the open scope. Refuses NoSuchOrder, NotInThisState."""
    row = Order.objects.filter(id=order_id).first()
    if row is None:
        raise orders.NoSuchOrder
    return orders.answer_of(row)


def in_reach(order_id: int) -> int:
    """Return the id of an order within the open scope, whatever its state. Refuses NoSuchOrder."""
    if not Order.objects.filter(id=order_id).exists():
        raise orders.NoSuchOrder
    return order_id


def order_of(*, store_id: int, client_id: str) -> Completed:
    """Return what came of the order that a till of the store named so, within the open scope."""
    row = Order.objects.filter(store_id=store_id, client_id=client_id).first()
    if row is None:
        raise orders.NoSuchOrder
    return orders.answer_of(row)


def orders_of_day(*, store_id: int, day: date, before: int | None = None, limit: int = 50) -> list[Completed]:
    """Return a page of the store's orders and returns of a business day within the open scope, the latest first."""
    rows = Order.objects.filter(store_id=store_id, business_date=day, answer__gt="").order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [orders.answer_of(row) for row in rows[:limit]]


def waiting(*, store_id: int) -> list[tuple[int, OrderState, NewOrder]]:
    """Return the store's suspended and placed orders within the open scope, the oldest first."""
    states = [OrderState.SUSPENDED.value, OrderState.PLACED.value]
    rows = Order.objects.filter(store_id=store_id, state__in=states).order_by("id")
    return [(row.id, OrderState(row.state), orders.BASKET.validate_json(row.basket)) for row in rows]


def takings(shift_id: int) -> Takings:
    """Return what was sold and taken back in a shift, and by which means; for X and Z reports."""
    in_shift = Order._base_manager.filter(shift_id=shift_id, answer__gt="")
    done = [orders.answer_of(row) for row in in_shift.order_by("id")]
    sold = [each for each in done if each.kind is OrderKind.SALE]
    back = [each for each in done if each.kind is OrderKind.RETURN]
    deposits = [each for each in done if each.kind is OrderKind.DEPOSIT]
    return Takings(
        means=_means(
            [*sold, *(each for each in deposits if each.due_minor > 0)],
            [*back, *(each for each in deposits if each.due_minor < 0)],
        ),
        sale_count=len(sold),
        return_count=len(back),
        sold_minor=sum(each.net_minor for each in sold),
        returned_minor=-sum(each.net_minor for each in back),
        discount_minor=sum(each.list_minor - each.net_minor for each in sold),
        rounding_minor=sum(each.rounding_minor for each in done),
        change_minor=sum(each.change_minor for each in done),
    )


def taken_by_means(*, since: date, until: date) -> dict[TenderKind, int]:
    """Return what the orders of [since, until) took by each means in the open scope, less what was paid back."""
    orders = Order.objects.filter(business_date__gte=since, business_date__lt=until, answer__gt="")
    rows = PaidBy.objects.filter(order_id__in=orders.values("id")).values("kind").annotate(amount=Sum("amount_minor"))
    return {TenderKind(row["kind"]): row["amount"] for row in rows.order_by("kind")}


def attributed(*, since: date, until: date) -> list[Attributed]:
    """Return what the orders and returns of [since, until) count to each store and guide, within the open scope.

    The sums of both columns over all rows are the net amount.
    """
    rows = Order.objects.filter(business_date__gte=since, business_date__lt=until, answer__gt="").exclude(net_minor=0)
    columns = ("store_id", "guide_id", "owner_store_id", "owner_guide_id", "owner_percent", "net_minor")
    sold, owned = Counter[tuple[int, int | None]](), Counter[tuple[int, int | None]]()
    for store_id, guide_id, owner_store_id, owner_guide_id, percent, net_minor in rows.values_list(*columns):
        to_seller, to_owner = rules.split(net_minor, percent)
        sold[store_id, guide_id] += to_seller
        if owner_store_id is not None:
            owned[owner_store_id, owner_guide_id] += to_owner
    places = sorted({*sold, *owned}, key=lambda place: (place[0], place[1] or 0))
    return [Attributed(*place, sold[place], owned[place]) for place in places]


def explain(order_id: int, line_no: int) -> SoldLine | None:
    """Return a line of an order with every deduction and its cause: why it cost what it did."""
    return next((line for line in order(order_id).lines if line.line_no == line_no), None)


def coupon_deductions(order_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Return (order id, coupon id) → what the coupon took off that order, over all its lines; gifts take nothing off.

    For settlements of the whole chain: the scope is not asked.
    """
    found = Counter[tuple[int, int]]()
    for batch in bulk.batches(sorted(set(order_ids)), _ORDERS_AT_ONCE):
        for row in Order._base_manager.filter(id__in=batch, answer__gt=""):
            for coupon_id, amount in _taken_off(orders.answer_of(row)):
                found[row.id, coupon_id] += amount
    return dict(found)


def coupon_deductions_undone(*, since: date, until: date) -> list[DeductionUndone]:
    """Return what came off less because goods came back in [since, until), by day of the return, order and coupon.

    For settlements of the whole chain: the scope is not asked.
    """
    returns = Order._base_manager.filter(kind=OrderKind.RETURN, business_date__gte=since, business_date__lt=until)
    undone = Counter[tuple[date, int, int]]()
    for row in returns.filter(answer__gt="").order_by("id").iterator(_ORDERS_AT_ONCE):
        done = orders.answer_of(row)
        for coupon_id, amount in _taken_off(done):
            undone[done.business_date, done.original_id or 0, coupon_id] -= amount
    sold_at = _stores_of({order_id for _, order_id, _ in undone})
    return [
        DeductionUndone(day, sold_at[order_id], order_id, coupon_id, amount)
        for (day, order_id, coupon_id), amount in sorted(undone.items())
        if amount
    ]


def _stores_of(order_ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for batch in bulk.batches(sorted(order_ids), _ORDERS_AT_ONCE):
        found |= dict(Order._base_manager.filter(id__in=batch).values_list("id", "store_id"))
    return found


def _taken_off(done: Completed) -> Iterator[tuple[int, int]]:
    for line in done.lines:
        for off in line.deductions:
            if off.coupon_id is not None:
                yield off.coupon_id, off.amount_minor


def paid(order_id: int) -> list[Paid]:
    """Return what paid the order, in the order in which it was taken."""
    rows = PaidBy.objects.filter(order_id=order_id).order_by("number")
    return [
        Paid(
            row.number,
            TenderKind(row.kind),
            row.amount_minor,
            row.reference,
            row.payment_id,
            row.points,
            row.set_id,
            row.instrument_id,
            row.sessions,
            row.line_no,
        )
        for row in rows
    ]


def flaws() -> Iterator[Flaw]:
    """Yield every order that other rooms know otherwise; for `shuke prove`."""
    yield from proving.find()


def _means(sold: Sequence[Completed], back: Sequence[Completed]) -> tuple[MeansTaken, ...]:
    taken = Counter[TenderKind]()
    for paid in (paid for each in sold for paid in each.paid):
        taken[paid.kind] += paid.amount_minor
    returned = Counter[TenderKind]()
    for paid in (paid for each in back for paid in each.paid):
        returned[paid.kind] -= paid.amount_minor
    return tuple(MeansTaken(kind, taken[kind], returned[kind]) for kind in TenderKind if taken[kind] or returned[kind])


def _quoted(looked: Sale) -> Quote:
    priced, member_id = looked.priced, looked.member_id
    available = points.balance(member_id).available if member_id is not None else 0
    usable = points.redeemable(available, most_fen=priced.due_minor, on=looked.day)
    return Quote(
        order=looked.order,
        lines=looked.lines,
        list_minor=sum(line.list_minor for line in looked.lines),
        net_minor=priced.net_minor,
        delivery_minor=priced.delivery_minor,
        due_minor=priced.due_minor,
        coupon_ids=priced.used.coupon_ids,
        second_coupon_ids=priced.second.coupon_ids if priced.second else (),
        second_due_minor=priced.second.due_minor if priced.second else None,
        points_to_earn=_would_earn(looked),
        points_available=available,
        points_usable=usable,
        points_worth_minor=points.worth(usable, on=looked.day),
        stored_value_minor=_stored_value(looked),
        cards=_cards(looked),
        passes=_passes(looked),
        tier_level=looked.level,
        reasons=tuple((reason.code, reason.subject) for reason in (*priced.blocked, *priced.reasons)),
    )


def _stored_value(looked: Sale) -> int:
    return stored_value.balance(member(looked.member_id)).available if looked.member_id is not None else 0


def _cards(looked: Sale) -> tuple[UsableCard, ...]:
    """Return what is on the cards that the till has shown. Refuses those that open nothing."""
    shown = [each.instrument_id or 0 for each in looked.order.tenders if each.kind is TenderKind.STORED_CARD]
    held = [(card_id, stored_value.holder_of_card(card_id, looked.day)) for card_id in shown]
    return tuple(UsableCard(card_id, stored_value.balance(holder).available) for card_id, holder in held)


def _passes(looked: Sale) -> tuple[UsablePass, ...]:
    """Return, line by line, the buyer's passes that could pay for it."""
    if looked.member_id is None:
        return ()
    held = [each for each in passes.of_member(looked.member_id, on=looked.day) if each.remaining]
    fitting = [(each, line) for line in looked.lines for each in held if line.sku_id in each.sku_ids and line.net_minor]
    asked = ((each, line, *rules.sessions_for(line, each.remaining)) for each, line in fitting)
    return tuple(
        UsablePass(each.id, each.plan, each.remaining, line.line_no, sessions, amount)
        for each, line, sessions, amount in asked
        if sessions
    )


def _would_earn(looked: Sale) -> int:
    if looked.member_id is None:
        return 0
    lines = tuple(EarnableLine(line.line_no, line.category_id, line.earnable_minor) for line in looked.lines)
    earnable = EarnableSale(
        receipt_id=0,
        member_id=looked.member_id,
        store_id=looked.order.store_id,
        sold_at=looked.sold_at,
        business_date=clock.business_date(looked.sold_at),
        kind=OrderKind.SALE.value,
        original_id=None,
        lines=lines,
    )
    earning = points.preview(sale=earnable, tier_level=looked.level)
    return earning.points if earning else 0
