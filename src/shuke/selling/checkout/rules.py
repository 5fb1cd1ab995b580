"""What makes an order whole, what its tenders must come to, and how shares are cut. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuke.foundation import money
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book.types import Portion
from shuke.selling.checkout.types import NewOrder, SoldLine, Tender, TenderKind


class EmptyOrder(Refusal):
    """An order has at least one line, and every line some quantity."""

    code = "checkout.empty_order"
    status = 422
    zh = "订单没有商品,或数量不为正"
    en = "The order has no goods, or a quantity that is not above zero"


class NotPaidExactly(Refusal):
    """What is paid is what is due, to the fen."""

    code = "checkout.not_paid_exactly"
    status = 422
    zh = "应收 {due} 分,支付合计 {paid} 分"
    en = "{due} fen are due, and {paid} fen are paid"


class BadTender(Refusal):
    """A means of payment is given with what it needs, and pays more than nothing."""

    code = "checkout.bad_tender"
    status = 422
    zh = "支付方式 {kind} 填写不完整或金额无效"
    en = "The tender {kind} is incomplete, or its amount is not valid"


class PriceChanged(Refusal):
    """What the till showed is not what the goods cost now; it may show the new price and ask again."""

    code = "checkout.price_changed"
    zh = "价格已变化:收银台显示 {shown} 分,现在应收 {due} 分"
    en = "The price has changed: the till showed {shown} fen, and {due} fen are due now"


MEMBERS_MEANS = frozenset({TenderKind.STORED_VALUE, TenderKind.POINTS, TenderKind.PASS})
_INSTRUMENTS = frozenset({TenderKind.STORED_CARD, TenderKind.PASS})
_ASKED = frozenset(
    {
        TenderKind.CASH,
        TenderKind.CARD,
        TenderKind.WECHAT,
        TenderKind.ALIPAY,
        TenderKind.DEPOSIT,
        TenderKind.STORED_CARD,
        *MEMBERS_MEANS,
    }
)
_MILLI = 1_000


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an order is settled: what is let off by rounding cash, and what change is given."""

    rounding_minor: int
    change_minor: int


def check_tills_tenders(order: NewOrder) -> None:
    """Refuse a deposit that the till claims: only a placed order has one, and checkout knows it."""
    if any(tender.kind is TenderKind.DEPOSIT for tender in order.tenders):
        raise BadTender(field="tenders", kind=TenderKind.DEPOSIT.value)


def check_order(order: NewOrder) -> None:
    """Refuse an order without goods."""
    if not order.lines or any(line.quantity_milli <= 0 for line in order.lines) or order.delivery_minor < 0:
        raise EmptyOrder(field="lines")


def check_shown(order: NewOrder, due_minor: int) -> None:
    """Refuse to charge another price than the one that was shown."""
    shown = order.shown_minor
    if shown is not None and shown != due_minor and not order.accept_new_price:
        raise PriceChanged(field="shown_minor", shown=shown, due=due_minor)


def settle(due_minor: int, tenders: Sequence[Tender], round_cash_to: int) -> Settlement:
    """Return rounding and change; refuse tenders that do not come to exactly what is due.

    Cash may pay its part rounded down to the smallest unit of cash: the rest is let off.
    """
    for tender in tenders:
        _check(tender)
    paid = sum(tender.amount_minor for tender in tenders)
    left = due_minor - paid
    if left and not _may_be_let_off(left, tenders, round_cash_to):
        raise NotPaidExactly(field="tenders", due=due_minor, paid=paid)
    change = sum((each.tendered_minor or each.amount_minor) - each.amount_minor for each in tenders)
    return Settlement(rounding_minor=left, change_minor=change)


def check_passes(tenders: Sequence[Tender], lines: Sequence[SoldLine]) -> None:
    """Refuse a pass that pays for more units of a line than there are, or another amount than these units cost."""
    known = {line.line_no: line for line in lines}
    paid: dict[int, int] = {}
    for tender in tenders:
        if tender.kind is not TenderKind.PASS:
            continue
        line, units = known.get(tender.line_no or 0), tender.sessions * _MILLI
        before = paid.get(tender.line_no or 0, 0)
        if line is None or before + units > line.quantity_milli:
            raise BadTender(field="tenders", kind=tender.kind.value)
        if Portion(before, units, line.quantity_milli).of(line.net_minor) != tender.amount_minor:
            raise BadTender(field="tenders", kind=tender.kind.value)
        paid[line.line_no] = before + units


def sessions_for(line: SoldLine, remaining: int) -> tuple[int, int]:
    """Return with how many of its sessions a pass could pay for a line, and how much of the price that is."""
    sessions = min(remaining, line.quantity_milli // _MILLI)
    return sessions, Portion(0, sessions * _MILLI, line.quantity_milli).of(line.net_minor)


def shares_of_lines(total: int, nets: Sequence[int]) -> list[int]:
    """Return how much of what points have paid falls on each line: in proportion to their prices, to the fen."""
    return money.allocate(min(total, sum(nets)), nets) if sum(nets) else [0] * len(nets)


def portion(before: int, now: int, whole: int, total: int) -> int:
    """Return the part of `total` that belongs to `now` of `whole`; all parts, in any order, sum to the total."""
    if total < 0:
        return -Portion(before, now, whole).of(-total)
    return Portion(before, now, whole).of(total) if whole else 0


def split(net_minor: int, owner_percent: int) -> tuple[int, int]:
    """Return what of a net amount counts to the seller, and what to the owner; a return mirrors its sale."""
    owned = money.ratio(net_minor, owner_percent, 100)
    return net_minor - owned, owned


def _may_be_let_off(left: int, tenders: Sequence[Tender], unit: int) -> bool:
    cash = sum(tender.amount_minor for tender in tenders if tender.kind is TenderKind.CASH)
    return 0 < left < unit and (cash + left) // unit * unit == cash and (cash > 0 or not tenders)


def _check(tender: Tender) -> None:
    kind = tender.kind
    whole = kind in _ASKED and tender.amount_minor > 0
    if kind is TenderKind.CASH:
        whole = whole and (tender.tendered_minor is None or tender.tendered_minor >= tender.amount_minor)
    elif tender.tendered_minor is not None:
        whole = False
    if kind is TenderKind.CARD:
        whole = whole and bool(tender.reference)
    if kind in {TenderKind.WECHAT, TenderKind.ALIPAY}:
        whole = whole and tender.payment_id is not None
    if kind is TenderKind.POINTS:
        whole = whole and tender.points > 0
    if kind in _INSTRUMENTS:
        whole = whole and tender.instrument_id is not None
    if kind is TenderKind.PASS:
        whole = whole and tender.sessions > 0
    if not whole:
        raise BadTender(field="tenders", kind=kind.value)
