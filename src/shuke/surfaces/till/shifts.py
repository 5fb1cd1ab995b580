"""A shift at this till: opened with a float, cash moved with a reason, looked at, counted blind and closed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, TypeVar

from ninja import Schema
from pydantic import Field

from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup import queries as reports
from shuke.selling.cashup.types import BlindReport, OutsideTaken, Report, Subject, ZReport
from shuke.selling.checkout.types import MeansTaken, TenderKind
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries
from shuke.selling.tills.types import CashKind, DeviceFact, ShiftFact
from shuke.surfaces.staff.types import Body, Id
from shuke.surfaces.till import permissions
from shuke.surfaces.till.gate import TillRequest
from shuke.surfaces.till.routes import route
from shuke.surfaces.till.shapes import Amount, MadeOut

Note = Annotated[str, Field(pattern=r"^[0-9]{1,6}$")]
R = TypeVar("R")
Pieces = Annotated[int, Field(ge=0, le=100_000)]


class ShiftIn(Body):
    """`id` is made by the till: sent twice, one shift is opened."""

    id: Id
    float_minor: Amount


class CashIn(Body):
    """Cash put in or taken out by hand, not for a sale; `id` is made by the till: sent twice, it moves once."""

    id: Id
    kind: CashKind
    amount_minor: Annotated[int, Field(gt=0, le=10**9)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class CountIn(Body):
    """What lay in the drawer, by notes and coins (denomination in fen → how many) or as a sum."""

    pieces: dict[Note, Pieces] | None = None
    counted_minor: Amount | None = None


class ShiftStandsOut(Schema):
    """The shift at this till, if one is open."""

    shift_id: Id | None
    number: int | None
    opened_at: datetime | None


class MeansTakenOut(Schema):
    kind: TenderKind
    taken_minor: int
    paid_back_minor: int


class OutsideOut(Schema):
    """Money taken for something other than goods."""

    subject: Subject
    kind: TenderKind
    count: int
    amount_minor: int


class CashOut(Schema):
    """What came into and went out of the drawer, and what should therefore lie in it."""

    float_minor: int
    taken_minor: int
    paid_back_minor: int
    change_minor: int
    in_minor: int
    out_minor: int
    move_count: int
    expected_minor: int


class XOut(Schema):
    """What the shift took so far. Whoever will count it is told no cash and no totals that give the cash away."""

    shift_id: Id
    number: int
    opened_at: datetime
    float_minor: int
    sale_count: int
    return_count: int
    means: list[MeansTakenOut]
    outside: list[OutsideOut]
    sold_minor: int | None = None
    returned_minor: int | None = None
    discount_minor: int | None = None
    rounding_minor: int | None = None
    cash: CashOut | None = None


class ZOut(Schema):
    """The frozen report of a closed shift; over is above zero, short below."""

    z_number: int
    counted_minor: int
    expected_minor: int
    over_minor: int
    report: XOut


@route("POST", "/shifts", rule=permissions.OPEN_SHIFT, answers=MadeOut)
def open_shift(request: TillRequest, body: ShiftIn) -> MadeOut:
    """Open a shift at this till with a float in its drawer; one is open at a time."""
    shift_id = tills.open_shift(
        shift_id=body.id, device=_till(request), float_minor=body.float_minor, by=request.by, at=request.at
    )
    return MadeOut(id=shift_id)


@route("GET", "/shifts/open", rule=permissions.SEE_SHIFT, answers=ShiftStandsOut)
def see_open_shift(request: TillRequest) -> ShiftStandsOut:
    """Return the shift that is open at this till, if there is one."""
    found = queries.open_shift_of(_till(request).id)
    if found is None:
        return ShiftStandsOut(shift_id=None, number=None, opened_at=None)
    return ShiftStandsOut(shift_id=found.id, number=found.number, opened_at=found.opened_at)


@route("POST", "/shifts/open/cash", rule=permissions.MOVE_CASH, answers=MadeOut)
def move_cash(request: TillRequest, body: CashIn) -> MadeOut:
    """Put cash into the drawer or take it out, with the reason."""
    move_id = tills.move_cash(
        move_id=body.id,
        shift_id=request.sitting.shift_id or 0,
        kind=body.kind,
        amount_minor=body.amount_minor,
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return MadeOut(id=move_id)


@route("GET", "/shifts/{shift_id}/report", rule=permissions.SEE_SHIFT, answers=XOut)
def see_report(request: TillRequest, shift_id: Id) -> XOut:
    """Return what a shift of this till took: all of it to a manager who did not open it, and when it is closed."""
    shift = _of_this_till(request, shift_id)
    if closed := reports.report_z(shift_id):
        return whole(closed.report)
    if request.sitting.role in permissions.LEADING and shift.opened_by != request.by.id:
        return _known(whole, reports.report_x(shift_id, at=request.at))
    return _known(_blind, reports.report_for_counting(shift_id, at=request.at))


@route("POST", "/shifts/{shift_id}/cash-up", rule=permissions.CASH_UP, answers=ZOut)
def cash_up(request: TillRequest, shift_id: Id, body: CountIn) -> ZOut:
    """Close the shift on a count of its drawer and freeze its report; the same count sent again is answered again."""
    _of_this_till(request, shift_id)
    pieces = None if body.pieces is None else {int(note): number for note, number in body.pieces.items()}
    z = cashup.cash_up(shift_id=shift_id, pieces=pieces, counted_minor=body.counted_minor, by=request.by, at=request.at)
    return _closed(z)


def whole(report: Report) -> XOut:
    """Show all that a shift took."""
    return XOut(
        shift_id=report.shift_id,
        number=report.shift_number,
        opened_at=report.opened_at,
        float_minor=report.float_minor,
        sale_count=report.sale_count,
        return_count=report.return_count,
        means=_means(report.means),
        outside=_outside(report.outside),
        sold_minor=report.sold_minor,
        returned_minor=report.returned_minor,
        discount_minor=report.discount_minor,
        rounding_minor=report.rounding_minor,
        cash=_cash(report),
    )


def _blind(report: BlindReport) -> XOut:
    return XOut(
        shift_id=report.shift_id,
        number=report.shift_number,
        opened_at=report.opened_at,
        float_minor=report.float_minor,
        sale_count=report.sale_count,
        return_count=report.return_count,
        means=_means(report.means_but_cash),
        outside=_outside(report.outside_but_cash),
    )


def _closed(z: ZReport) -> ZOut:
    return ZOut(
        z_number=z.number,
        counted_minor=z.counted_minor,
        expected_minor=z.report.expected_minor,
        over_minor=z.over_minor,
        report=whole(z.report),
    )


def _cash(report: Report) -> CashOut:
    return CashOut(
        float_minor=report.float_minor,
        taken_minor=report.cash_taken_minor,
        paid_back_minor=report.cash_paid_back_minor,
        change_minor=report.change_minor,
        in_minor=report.cash_in_minor,
        out_minor=report.cash_out_minor,
        move_count=report.cash_move_count,
        expected_minor=report.expected_minor,
    )


def _means(means: Sequence[MeansTaken]) -> list[MeansTakenOut]:
    return [
        MeansTakenOut(kind=each.kind, taken_minor=each.taken_minor, paid_back_minor=each.paid_back_minor)
        for each in means
    ]


def _outside(taken: Sequence[OutsideTaken]) -> list[OutsideOut]:
    return [
        OutsideOut(subject=each.subject, kind=each.kind, count=each.count, amount_minor=each.amount_minor)
        for each in taken
    ]


def _till(request: TillRequest) -> DeviceFact:
    """Return the till at which the person sits; the gate lets nobody through here who sits nowhere."""
    till = request.sitting.till
    if till is None:
        raise tills.KeyUnknown
    return till


def _of_this_till(request: TillRequest, shift_id: int) -> ShiftFact:
    found = queries.shift(shift_id)
    if found is None or found.device_id != _till(request).id:
        raise tills.NoSuchShift
    return found


def _known(show: Callable[[R], XOut], report: R | None) -> XOut:
    if report is None:
        raise tills.NoSuchShift
    return show(report)
