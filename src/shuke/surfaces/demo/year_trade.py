"""What happens at the tills of a simulated year: baskets paid by every mix of means, returns, exchanges, deliveries."""

from dataclasses import replace
from datetime import timedelta

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.benefits import queries as benefits
from shuke.ledgers.book.types import card, member
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.points import queries as points
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries as orders
from shuke.selling.checkout.types import BackLine, Completed, NewOrder, NewReturn, OrderLine, Quote, Tender, TenderKind
from shuke.selling.payments import operations as payments
from shuke.selling.payments.types import Way
from shuke.selling.promotions.types import ManualDiscount
from shuke.selling.referrals import operations as referrals
from shuke.surfaces.demo.year_founding import POPULAR
from shuke.surfaces.demo.year_state import Sold, Year

_YUAN, _NOTE = 100, 10_000
_STEP = 100


def sell(year: Year) -> str | None:
    """Sell a basket, to a stranger one time in four."""
    row = year.some_store()
    done = check_out(year, row, basket(year, row))
    note(year, row, done)
    return "sale"


def sell_again(year: Year) -> str | None:
    """Send an order twice, as a till does that has lost the answer: it is one sale."""
    row = year.some_store()
    order = _paid(year, row, basket(year, row))
    first = checkout.check_out(order=order, by=year.cashiers[row], at=year.at)
    again = checkout.check_out(order=order, by=year.cashiers[row], at=year.at + timedelta(seconds=5))
    if first != again:
        raise RuntimeError(f"order {first.order_id} was answered in two ways")
    note(year, row, first)
    return "sale sent twice"


def bring_back(year: Year) -> str | None:
    """Bring goods back: all that is left of a sale, or a part of one line; large sums with a second person's word."""
    sold = year.latest(year.sold)
    if sold is None:
        return None
    whole = year.chance.random() < 0.4
    line_no, quantity = year.chance.choice(sold.lines)
    part = (BackLine(line_no, year.chance.choice((quantity, 1_000, quantity // 2))),)
    row = sold.store if year.chance.random() < 0.8 else year.some_store()
    back = _return(year, row, sold, None if whole else part)
    _give_back(year, row, back, sold)
    return "return, whole" if whole else "return, in part"


def exchange(year: Year) -> str | None:
    """Bring one line back and take something else, in one act."""
    sold = year.latest(year.sold, 100)
    if sold is None:
        return None
    row = sold.store
    line_no, quantity = year.chance.choice(sold.lines)
    back = _return(year, row, sold, (BackLine(line_no, quantity),))
    order = _paid(year, row, basket(year, row))
    returned, bought = checkout.exchange(back=back, order=order, by=year.cashiers[row], at=year.at)
    referrals.note_return(receipt_id=sold.order_id, by=SYSTEM, at=year.at)
    note(year, row, bought)
    return "exchange" if returned.net_minor <= 0 else "exchange upside down"


def pay_and_change_mind(year: Year) -> str | None:
    """Ask for a payment and give it up; one time in three the customer pays all the same, too late."""
    row = year.some_store()
    way = year.chance.choice(list(Way))
    intent_id = _intend(year, row, way, year.chance.randrange(100, 50_000))
    payments.cancel(intent_id=intent_id, by=year.cashiers[row], at=year.at)
    if year.chance.random() < 0.33:
        _tell_paid(year, way, intent_id)
        return "payment too late"
    return "payment cancelled"


def restock(year: Year) -> str | None:
    """Take goods in, send them to another store, or put a level right after a count."""
    row, sku = year.some_store(), year.chance.choice(year.skus[: POPULAR // 2])
    drawn = year.chance.random()
    if drawn < 0.7:
        stock.receive(store_id=year.stores[row], goods={sku: 40_000}, by=SYSTEM, at=year.at, reason="补货")
        return "goods received"
    if drawn < 0.85 and len(year.stores) > 1:
        other = year.stores[row - 1]
        stock.transfer(from_store_id=year.stores[row], to_store_id=other, goods={sku: 3_000}, by=SYSTEM, at=year.at)
        return "goods transferred"
    off = year.chance.choice((-1_000, 1_000, 2_000))
    stock.adjust(
        store_id=year.stores[row], sku_id=sku, quantity_milli=off, reason="盘点", by=year.cashiers[row], at=year.at
    )
    return "stock adjusted"


def basket(year: Year, row: int) -> NewOrder:
    """Fill a basket; a member's in three of four."""
    chance = year.chance
    lines = tuple(
        OrderLine(chance.choice(year.skus), chance.choice((1_000, 1_000, 1_000, 2_000, 3_000, 1_250)))
        for _ in range(chance.choice((1, 1, 2, 2, 3, 4)))
    )
    member_id = year.somebody() if chance.random() < 0.75 else None
    return NewOrder(
        client_id=f"Y{year.next()}",
        store_id=year.stores[row],
        lines=lines,
        member_id=member_id,
        guide_id=chance.choice(year.guides[row]),
        coupon_ids=None if member_id is not None and chance.random() < 0.5 else (),
        shown_coupon_ids=_shown_code(year),
        entitlement_ids=_entitlement(year, member_id),
        manual=(ManualDiscount(100, "cashier", reason="老客抹零"),) if chance.random() < 0.03 else (),
        delivery_minor=800 if chance.random() < 0.1 else 0,
        shift_id=year.shifts.get(row),
    )


def _entitlement(year: Year, member_id: int | None) -> tuple[int, ...]:
    if member_id is None or year.chance.random() < 0.9:
        return ()
    usable = benefits.usable(member_id, on=clock.business_date(year.at))
    return tuple(each.id for each in usable if each.percent_off)[:1]


def check_out(year: Year, row: int, order: NewOrder) -> Completed:
    """Pay for a basket by whatever mix, and sell it."""
    return checkout.check_out(order=_paid(year, row, order), by=year.cashiers[row], at=year.at)


def _paid(year: Year, row: int, order: NewOrder) -> NewOrder:
    """Return the order with tenders that come to exactly what a quote says is due."""
    quoted = orders.quote(order=order, at=year.at)
    left, tenders = quoted.due_minor, list[Tender]()
    means = (
        _by_pass(year, quoted),
        _by_points(year, quoted, left),
        _by_stored_value(year, order.member_id, left),
        _by_shown_card(year, left),
    )
    for tender in means:
        if tender is not None and tender.amount_minor <= left:
            tenders.append(tender)
            left -= tender.amount_minor
    if left > 2 * _STEP and year.chance.random() < 0.15:
        half = left // 20 * 10  # to the smallest coin, so that only the other half can be let off
        tenders.append(by_money(year, row, half))
        left -= half
    if left:
        tenders.append(by_money(year, row, left))
    return replace(order, tenders=tuple(tenders), shown_minor=quoted.due_minor)


def _by_pass(year: Year, quoted: Quote) -> Tender | None:
    if not quoted.passes or year.chance.random() < 0.3:
        return None
    good = quoted.passes[0]
    return Tender(
        TenderKind.PASS, good.amount_minor, instrument_id=good.pass_id, sessions=good.sessions, line_no=good.line_no
    )


def _by_shown_card(year: Year, left: int) -> Tender | None:
    """A card that is nobody's yet pays for whoever shows it."""
    shown = year.latest(year.cards)
    if shown is None or not left or year.chance.random() < 0.97:
        return None
    there = stored_value.balance(card(shown)).available
    return Tender(TenderKind.STORED_CARD, min(there, left), instrument_id=shown) if there > 0 else None


def _shown_code(year: Year) -> tuple[int, ...]:
    """One basket in fifty comes with a printed code, which the till reads without anybody claiming it."""
    if not year.printed or year.chance.random() < 0.98:
        return ()
    return (coupons.shown(year.printed[year.chance.randrange(len(year.printed))]),)


def _by_points(year: Year, quoted: Quote, left: int) -> Tender | None:
    if quoted.points_usable < _STEP or year.chance.random() < 0.6:
        return None
    spent = year.chance.randrange(_STEP, quoted.points_usable + 1, _STEP)
    worth = points.worth(spent, on=clock.business_date(year.at))
    return Tender(TenderKind.POINTS, worth, points=spent) if 0 < worth <= left else None


def _by_stored_value(year: Year, member_id: int | None, left: int) -> Tender | None:
    if member_id is None or not left or year.chance.random() < 0.3:
        return None
    there = stored_value.balance(member(member_id)).available
    amount = min(there, left)
    return Tender(TenderKind.STORED_VALUE, amount) if amount > 0 else None


def by_money(year: Year, row: int, amount: int) -> Tender:
    """Pay so much in cash, by card or by telephone."""
    kind = year.chance.choice((TenderKind.CASH, TenderKind.CASH, TenderKind.CARD, TenderKind.WECHAT, TenderKind.ALIPAY))
    if kind is TenderKind.CASH:
        cash = amount // 10 * 10 or amount
        return Tender(kind, cash, tendered_minor=-(-cash // _NOTE) * _NOTE)
    if kind is TenderKind.CARD:
        return Tender(kind, amount, reference=f"P{year.next()}")
    way = Way(kind.value)
    intent_id = _intend(year, row, way, amount)
    _tell_paid(year, way, intent_id)
    return Tender(kind, amount, payment_id=intent_id)


def _intend(year: Year, row: int, way: Way, amount: int) -> int:
    intent_id = ids.new()
    payments.intend(
        intent_id=intent_id,
        way=way,
        amount_minor=amount,
        store_id=year.stores[row],
        description="门店消费",
        by=year.cashiers[row],
        at=year.at,
    )
    return intent_id


def _tell_paid(year: Year, way: Way, intent_id: int) -> None:
    """Let the customer pay, and the provider tell of it: once, or twice."""
    notice = year.pockets[way].pay(intent_id)
    for _ in range(1 if year.chance.random() < 0.9 else 2):
        payments.confirm(way=way, headers={}, body=notice, at=year.at)


def note(year: Year, row: int, done: Completed) -> None:
    """Let the purchase count for who brought the member, and keep it for who may bring it back."""
    referrals.note_purchase(receipt_id=done.order_id)
    lines = tuple((line.line_no, line.quantity_milli) for line in done.lines)
    year.sold.append(Sold(done.order_id, row, done.due_minor, lines, done.member_id))
    del year.sold[:-5_000]


def _return(year: Year, row: int, sold: Sold, lines: tuple[BackLine, ...] | None) -> NewReturn:
    return NewReturn(
        client_id=f"Y{year.next()}",
        store_id=year.stores[row],
        order_id=sold.order_id,
        lines=lines,
        reason="不合适",
        restock=year.chance.random() < 0.9,
        shift_id=year.shifts.get(row),
    )


def _give_back(year: Year, row: int, back: NewReturn, sold: Sold) -> None:
    try:
        checkout.give_back(back=back, by=year.cashiers[row], at=year.at)
    except checkout.NeedsSecondPerson:
        word = checkout.approve_refund(
            order_id=sold.order_id, most_minor=max(sold.due_minor, 1), by=year.manager, at=year.at
        )
        approved = replace(back, approval_id=word)
        by = year.cashiers[row] if year.cashiers[row].id != year.manager.id else SYSTEM
        checkout.give_back(back=approved, by=by, at=year.at)
    referrals.note_return(receipt_id=sold.order_id, by=SYSTEM, at=year.at)
