"""Put together what a shift took. Pure."""

from datetime import datetime

from shuke.selling.cashup.types import BlindReport, Report
from shuke.selling.checkout.types import MeansTaken, Takings, TenderKind
from shuke.selling.tills.types import CashMoves, ShiftFact


def report(shift: ShiftFact, takings: Takings, moves: CashMoves, at: datetime) -> Report:
    """Return the report of the shift."""
    cash = next((each for each in takings.means if each.kind is TenderKind.CASH), MeansTaken(TenderKind.CASH))
    return Report(
        shift_id=shift.id,
        device_id=shift.device_id,
        store_id=shift.store_id,
        shift_number=shift.number,
        opened_by=shift.opened_by,
        opened_at=shift.opened_at,
        at=at,
        means=takings.means,
        sale_count=takings.sale_count,
        return_count=takings.return_count,
        sold_minor=takings.sold_minor,
        returned_minor=takings.returned_minor,
        discount_minor=takings.discount_minor,
        rounding_minor=takings.rounding_minor,
        change_minor=takings.change_minor,
        float_minor=shift.float_minor,
        cash_taken_minor=cash.taken_minor,
        cash_paid_back_minor=cash.paid_back_minor,
        cash_in_minor=moves.in_minor,
        cash_out_minor=moves.out_minor,
        cash_move_count=moves.count,
    )


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
    )
