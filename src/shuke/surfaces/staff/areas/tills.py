"""Tills of the stores in reach: who may enrol one, PINs, shifts, and what came out when they were counted."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as people
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup import queries as reports
from shuke.selling.cashup.types import Report, ZReport
from shuke.selling.checkout.types import MeansTaken, TenderKind
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries
from shuke.selling.tills.types import ShiftState
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import refuse_store_out_of_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Done, Id, Limit, Page, page, seek_id

routes = Routes("收银机与班次 Tills and shifts")

Counted = Annotated[int, Field(ge=0, le=1_000_000_000)]


class DeviceOut(Schema):
    id: Id
    store_id: Id
    name: str
    invited_at: datetime
    enrolled_at: datetime | None
    revoked_at: datetime | None


class InvitedOut(Schema):
    """The code is shown this once; the till enrols with it until `expires_at`."""

    device_id: Id
    code: str
    expires_at: datetime


class ShiftOut(Schema):
    """A shift; `opened_by` is empty where no person did."""

    id: Id
    device_id: Id
    store_id: Id
    number: int
    state: ShiftState
    opened_by: Id | None
    opened_at: datetime
    closed_at: datetime | None
    counted_minor: int | None


class MeansOut(Schema):
    kind: TenderKind
    taken_minor: int
    paid_back_minor: int


class DrawerOut(Schema):
    """The cash of a shift, and what should lie in the drawer."""

    float_minor: int
    taken_minor: int
    paid_back_minor: int
    change_minor: int
    in_minor: int
    out_minor: int
    move_count: int
    expected_minor: int


class ShiftReportOut(Schema):
    """An X report while the shift is open, the frozen Z report (with its number) when it is closed.

    For whoever opened a shift and has not counted it yet the cash and the totals stay empty, so that the count is
    blind.
    """

    shift_id: Id
    state: ShiftState
    z_number: int | None
    sale_count: int
    return_count: int
    means: list[MeansOut]
    sold_minor: int | None
    returned_minor: int | None
    discount_minor: int | None
    rounding_minor: int | None
    drawer: DrawerOut | None
    counted_minor: int | None
    over_minor: int | None


class NewTill(Body):
    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")]


class NewPin(Body):
    pin: Annotated[str, Field(pattern=r"^[0-9]{4,8}$")]


class Count(Body):
    """By notes and coins (denomination in fen → how many), or as a sum."""

    pieces: dict[Annotated[str, Field(pattern=r"^[0-9]{1,6}$")], Annotated[int, Field(ge=0, le=100_000)]] | None = None
    counted_minor: Counted | None = None


@routes.get("/tills", rule=permissions.TILLS_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=list[DeviceOut])
def list_tills(request: StaffRequest) -> list[DeviceOut]:
    """Return the tills of the stores in reach, revoked ones too (at most 500)."""
    return [DeviceOut.from_orm(row) for row in queries.devices()[:500]]


@routes.post(
    "/stores/{store_id}/tills",
    rule=permissions.TILLS_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=InvitedOut,
    audited=True,
)
def invite_till(request: StaffRequest, store_id: Id, body: NewTill) -> InvitedOut:
    """Make a place for a till of the store; with the code, shown this once, it enrols within 15 minutes."""
    refuse_store_out_of_reach(store_id)
    if people.store(store_id) is None:
        raise org.StoreUnknown(field="store_id")
    invited = tills.invite_device(store_id=store_id, name=body.name, by=request.by, at=request.at)
    return InvitedOut(device_id=invited.device_id, code=invited.code, expires_at=invited.expires_at)


@routes.delete(
    "/tills/{device_id}",
    rule=permissions.TILLS_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def revoke_till(request: StaffRequest, device_id: Id) -> Done:
    """End a till, e.g. one that was lost: it and whoever sits at it are out at once."""
    tills.revoke_device(device_id=device_id, by=request.by, at=request.at)
    return Done()


@routes.put(
    "/staff/{staff_id}/pin",
    rule=permissions.TILLS_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    audited=True,
)
def set_pin(request: StaffRequest, staff_id: Id, body: NewPin) -> Done:
    """Give a person in reach a PIN for tills, in place of the one before."""
    person = people.staff_in_reach().filter(id=staff_id).first()
    if person is None:
        raise org.StaffUnknown
    tills.set_pin(staff_id=person.id, pin=body.pin, by=request.by, at=request.at)
    return Done()


@routes.get("/shifts", rule=permissions.TILLS_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=Page[ShiftOut])
def list_shifts(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[ShiftOut]:
    """Return the shifts of the stores in reach, the latest first."""
    rows = queries.shifts().order_by("-id")
    if before := seek_id(cursor):
        rows = rows.filter(id__lt=before)
    return page(list(rows[: limit + 1]), limit, lambda row: row.id, _shift)


@routes.get(
    "/shifts/{shift_id}/report",
    rule=permissions.TILLS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=ShiftReportOut,
)
def see_shift_report(request: StaffRequest, shift_id: Id) -> ShiftReportOut:
    """Return the X report of an open shift, or the Z report of a closed one."""
    if closed := reports.report_z(shift_id):
        return _closed(closed)
    report = reports.report_x(shift_id, at=request.at)
    if report is None:
        raise tills.NoSuchShift
    return _blind(report) if report.opened_by == request.by.id else _open(report)


@routes.post(
    "/shifts/{shift_id}/cash-up",
    rule=permissions.TILLS_CHANGE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def cash_up_shift(request: StaffRequest, shift_id: Id, body: Count) -> Done:
    """Close a shift on a count of its drawer, e.g. one that was left open; its report is frozen."""
    if queries.shift(shift_id) is None:
        raise tills.NoSuchShift
    pieces = None if body.pieces is None else {int(note): number for note, number in body.pieces.items()}
    cashup.cash_up(shift_id=shift_id, pieces=pieces, counted_minor=body.counted_minor, by=request.by, at=request.at)
    return Done()


def _shift(row: queries.Shift) -> ShiftOut:
    return ShiftOut(
        id=row.id,
        device_id=row.device_id,
        store_id=row.store_id,
        number=row.number,
        state=ShiftState(row.state),
        opened_by=row.opened_by or None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        counted_minor=row.counted_minor,
    )


def _closed(z: ZReport) -> ShiftReportOut:
    told = {"state": ShiftState.CLOSED, "z_number": z.number}
    return _open(z.report).model_copy(update=told | {"counted_minor": z.counted_minor, "over_minor": z.over_minor})


def _open(report: Report) -> ShiftReportOut:
    return ShiftReportOut(
        shift_id=report.shift_id,
        state=ShiftState.OPEN,
        z_number=None,
        sale_count=report.sale_count,
        return_count=report.return_count,
        means=[_means(each) for each in report.means],
        sold_minor=report.sold_minor,
        returned_minor=report.returned_minor,
        discount_minor=report.discount_minor,
        rounding_minor=report.rounding_minor,
        drawer=_drawer(report),
        counted_minor=None,
        over_minor=None,
    )


def _blind(report: Report) -> ShiftReportOut:
    return ShiftReportOut(
        shift_id=report.shift_id,
        state=ShiftState.OPEN,
        z_number=None,
        sale_count=report.sale_count,
        return_count=report.return_count,
        means=[_means(each) for each in report.means if each.kind is not TenderKind.CASH],
        sold_minor=None,
        returned_minor=None,
        discount_minor=None,
        rounding_minor=None,
        drawer=None,
        counted_minor=None,
        over_minor=None,
    )


def _means(each: MeansTaken) -> MeansOut:
    return MeansOut(kind=each.kind, taken_minor=each.taken_minor, paid_back_minor=each.paid_back_minor)


def _drawer(report: Report) -> DrawerOut:
    return DrawerOut(
        float_minor=report.float_minor,
        taken_minor=report.cash_taken_minor,
        paid_back_minor=report.cash_paid_back_minor,
        change_minor=report.change_minor,
        in_minor=report.cash_in_minor,
        out_minor=report.cash_out_minor,
        move_count=report.cash_move_count,
        expected_minor=report.expected_minor,
    )
