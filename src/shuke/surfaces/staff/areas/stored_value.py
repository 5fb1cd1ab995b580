"""A member's stored value: what there is and where it came from, what is on offer, and top-ups."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from shuke.foundation import ids
from shuke.ledgers.book.types import Holder, Lot, member
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.types import (
    Buyer,
    Method,
    NewTopUp,
    Offer,
    StatementLine,
    ToppedUp,
    TopUpFacts,
)
from shuke.surfaces import topping_up
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.areas.points import BalanceOut, balance_out
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Id, Limit, Page, page, seek_id

routes = Routes("储值 Stored value")

Fen = Annotated[int, Field(ge=1, le=100_000_000)]


class PackageOut(Schema):
    """Pay so much, get so much; amounts in fen."""

    code: str
    name: str
    text: str
    pay_minor: int
    bonus_minor: int
    bonus_months: int | None
    instalments: list[dict[str, int]]
    coupons: list[dict[str, Any]]
    points: int
    last_day: date | None


class ValueLotOut(Schema):
    """A lot of principal or bonus; `source_id` is its top-up."""

    id: Id
    currency: str
    issued: int
    remaining: int
    state: str
    available_on: date | None
    expires_on: date | None
    store_id: Id | None
    restriction: str | None
    source_kind: str
    source_id: str


class StoredValueOut(Schema):
    """What may be spent now is `available_minor`."""

    available_minor: int
    principal: BalanceOut
    bonus: BalanceOut
    lots: list[ValueLotOut]


class ValueEntryOut(Schema):
    """What one posting set did to principal or bonus, and the balance after it."""

    set_id: Id
    currency: str
    kind: str
    source_kind: str
    source_id: str
    occurred_at: datetime
    store_id: Id | None
    change: BalanceOut
    after: BalanceOut


class TopUpOut(Schema):
    id: Id
    package: str | None
    paid_minor: int
    bonus_minor: int
    store_id: Id
    topped_up_at: datetime
    contract_hash: str


class TopUpIn(Body):
    """A payment that has been received. `identified`: the buyer's identity was registered as the law asks."""

    paid_minor: Fen
    store_id: Id
    method: Method
    package: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    buyer: Buyer = Buyer.PERSON
    identified: bool = False
    guardian: bool = False


class ToppedUpOut(Schema):
    id: Id
    paid_minor: int
    bonus_minor: int
    package: str | None
    points: int


@routes.get(
    "/stored-value/packages",
    rule=permissions.STORED_VALUE_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=list[PackageOut],
)
def list_packages(request: StaffRequest) -> list[PackageOut]:
    """Return the packages on offer today."""
    return [_package(each) for each in queries.packages_on(today(request))]


@routes.get(
    "/members/{member_id}/stored-value",
    rule=permissions.STORED_VALUE_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=StoredValueOut,
)
def see_stored_value(request: StaffRequest, member_id: Id) -> StoredValueOut:
    """Return a member's principal and bonus and the lots that make them up."""
    return stored_value_out(member(in_reach(member_id)))


@routes.get(
    "/members/{member_id}/stored-value/statement",
    rule=permissions.STORED_VALUE_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[ValueEntryOut],
)
def see_stored_value_statement(
    request: StaffRequest, member_id: Id, limit: Limit, cursor: Cursor
) -> Page[ValueEntryOut]:
    """Return every change of principal and bonus, the latest first, with the balance after it."""
    owner = member(in_reach(member_id))
    rows = queries.statement(owner, limit=limit + 1, before=seek_id(cursor) or None)
    return page(rows, limit, lambda row: row.entry.set_id, _entry)


@routes.get(
    "/members/{member_id}/stored-value/top-ups",
    rule=permissions.STORED_VALUE_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[TopUpOut],
)
def list_top_ups(request: StaffRequest, member_id: Id) -> list[TopUpOut]:
    """Return a member's latest top-ups, each with the hash of its contract."""
    return [_top_up(row) for row in queries.top_ups(member(in_reach(member_id)))]


@routes.post(
    "/members/{member_id}/stored-value/top-ups",
    rule=permissions.STORED_VALUE_TOP_UP,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=ToppedUpOut,
    idempotent=True,
    audited=True,
)
def top_up(request: StaffRequest, member_id: Id, body: TopUpIn) -> ToppedUpOut:
    """Book a payment into a member's account, with the bonus, coupons and points of its package."""
    return take_top_up(request, member(in_reach(member_id)), body)


def take_top_up(request: StaffRequest, holder: Holder, body: TopUpIn) -> ToppedUpOut:
    """Book a top-up of a member or of a card at a store in reach."""
    refuse_store_out_of_reach(body.store_id)
    new = NewTopUp(id=ids.new(), holder=holder, **body.model_dump())
    return _topped_up(topping_up.take(new=new, by=request.by, at=request.at))


def stored_value_out(holder: Holder) -> StoredValueOut:
    """Show what a holder has."""
    worth = queries.balance(holder)
    return StoredValueOut(
        available_minor=worth.available,
        principal=balance_out(worth.principal),
        bonus=balance_out(worth.bonus),
        lots=[_lot(lot) for lot in queries.lots(holder)],
    )


def _topped_up(done: ToppedUp) -> ToppedUpOut:
    return ToppedUpOut(
        id=done.id,
        paid_minor=done.paid_minor,
        bonus_minor=done.bonus_minor,
        package=done.package,
        points=done.points,
    )


def _package(row: Offer) -> PackageOut:
    return PackageOut(
        code=row.code,
        name=row.name,
        text=row.text,
        pay_minor=row.pay_minor,
        bonus_minor=row.bonus_minor,
        bonus_months=row.bonus_months,
        instalments=[{"after_months": months, "bonus_minor": bonus} for months, bonus in row.instalments],
        coupons=[asdict(each) for each in row.coupons],
        points=row.points,
        last_day=row.last_day,
    )


def _lot(row: Lot) -> ValueLotOut:
    return ValueLotOut(
        id=row.id,
        currency=row.currency,
        issued=row.issued,
        remaining=row.remaining,
        state=row.state.value,
        available_on=row.available_on,
        expires_on=row.expires_on,
        store_id=row.store_id,
        restriction=row.restriction,
        source_kind=row.source.kind,
        source_id=str(row.source.id),
    )


def _entry(row: StatementLine) -> ValueEntryOut:
    entry = row.entry
    return ValueEntryOut(
        set_id=entry.set_id,
        currency=row.currency,
        kind=entry.kind.value,
        source_kind=entry.source.kind,
        source_id=str(entry.source.id),
        occurred_at=entry.occurred_at,
        store_id=entry.store_id,
        change=balance_out(entry.change),
        after=balance_out(entry.after),
    )


def _top_up(row: TopUpFacts) -> TopUpOut:
    return TopUpOut(
        id=row.id,
        package=row.package,
        paid_minor=row.paid_minor,
        bonus_minor=row.bonus_minor,
        store_id=row.store_id,
        topped_up_at=row.topped_up_at,
        contract_hash=row.contract_hash,
    )
