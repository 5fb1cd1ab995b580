"""Put together what a shift took, and judge how something other than goods is paid. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from shuke.foundation.refusals import Refusal
from shuke.selling.cashup.types import MONEY, BlindReport, OutsideTaken, Report, Taking
from shuke.selling.checkout.types import MeansTaken, Takings, TenderKind
from shuke.selling.tills.types import CashMoves, ShiftFact

_THROUGH_PROVIDERS = frozenset({TenderKind.WECHAT, TenderKind.ALIPAY})


class NotPaidSo(Refusal):
    """What is not goods is paid with money, by one means, told with what it needs."""

    code = "cashup.not_paid_so"
    status = 422
    zh = "支付方式 {kind} 不可用或填写不完整"
    en = "This is not paid by {kind}, or the tender is incomplete"


def change(taking: Taking) -> int:
    """Return the change that is due of what was handed over. Refuses NotPaidSo."""
    cash = taking.kind is TenderKind.CASH
    handed = taking.amount_minor if taking.tendered_minor is None else taking.tendered_minor
    complete = (
        taking.kind in MONEY
        and taking.amount_minor > 0
        and handed >= taking.amount_minor
        and (cash or taking.tendered_minor is None)
        and (taking.kind is not TenderKind.CARD or bool(taking.reference))
        and (taking.kind in _THROUGH_PROVIDERS) == (taking.payment_id is not None)
    )
    if not complete:
        raise NotPaidSo(field="tender", kind=taking.kind.value)
    return handed - taking.amount_minor


def report(
    shift: ShiftFact, takings: Takings, moves: CashMoves, outside: tuple[OutsideTaken, ...], at: datetime
) -> Report:
    """Return the report of the shift."""
    means = all_means(takings.means, outside)
    cash = next((each for each in means if each.kind is TenderKind.CASH), MeansTaken(TenderKind.CASH))
    return Report(
        shift_id=shift.id,
        device_id=shift.device_id,
        store_id=shift.store_id,
        shift_number=shift.number,
        opened_by=shift.opened_by,
        opened_at=shift.opened_at,
        at=at,
        means=means,
        sale_count=takings.sale_count,
        return_count=takings.return_count,
        sold_minor=takings.sold_minor,
        returned_minor=takings.returned_minor,
        discount_minor=takings.discount_minor,
        rounding_minor=takings.rounding_minor,
        change_minor=takings.change_minor + sum(each.change_minor for each in outside),
        float_minor=shift.float_minor,
        cash_taken_minor=cash.taken_minor,
        cash_paid_back_minor=cash.paid_back_minor,
        cash_in_minor=moves.in_minor,
        cash_out_minor=moves.out_minor,
        cash_move_count=moves.count,
        outside=outside,
    )


def all_means(of_orders: Sequence[MeansTaken], outside: Sequence[OutsideTaken]) -> tuple[MeansTaken, ...]:
    """Return what each means brought in with orders and besides them, and what was paid back by it."""
    taken, back = Counter[TenderKind](), Counter[TenderKind]()
    for order in of_orders:
        taken[order.kind] += order.taken_minor
        back[order.kind] += order.paid_back_minor
    for each in outside:
        taken[each.kind] += each.amount_minor
    return tuple(MeansTaken(kind, taken[kind], back[kind]) for kind in TenderKind if taken[kind] or back[kind])


def blind(whole: Report) -> BlindReport:
    """Leave out the cash, and the totals from which it could be worked out."""
    return BlindReport(
        shift_id=whole.shift_id,
        shift_number=whole.shift_number,
        opened_at=whole.opened_at,
        float_minor=whole.float_minor,
        sale_count=whole.sale_count,
        return_count=whole.return_count,
        means_but_cash=tuple(each for each in whole.means if each.kind is not TenderKind.CASH),
        outside_but_cash=tuple(each for each in whole.outside if each.kind is not TenderKind.CASH),
    )
