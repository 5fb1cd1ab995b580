"""What a member has in points, where it came from, and how it is put right by hand."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from shuke.ledgers.book import types as book
from shuke.ledgers.points import operations as points
from shuke.ledgers.points import queries
from shuke.ledgers.points.types import Claim, Explained, LineEarning, LineReversal, MultiplierKind
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Id, Limit, Page, Reason, page, seek_id

routes = Routes("积分 Points")


class BalanceOut(Schema):
    """Points to spend, not yet released, held for a running act, and owed after a return of what was spent."""

    available: int
    pending: int
    held: int
    debt: int


class LotOut(Schema):
    id: Id
    issued: int
    remaining: int
    state: str
    available_on: date | None
    expires_on: date | None
    store_id: Id | None
    source_kind: str
    source_id: str
    rule_version_id: Id | None


class BalanceExplained(Schema):
    """The balance and the lots that make it up, in the order in which they would be spent."""

    balance: BalanceOut
    lots: list[LotOut]


class StatementLineOut(Schema):
    """What one posting set did, and where the balance stood afterwards."""

    set_id: Id
    kind: str
    source_kind: str
    source_id: str
    occurred_at: datetime
    business_date: date
    store_id: Id | None
    rule_version_id: Id | None
    reverses_id: Id | None
    change: BalanceOut
    after: BalanceOut


class MultiplierOut(Schema):
    """Why a line earned more or less than the base rate; `code` says which tier, category, day or campaign it was."""

    kind: MultiplierKind
    code: str
    percent: int


class EarningLineOut(Schema):
    """What a line earned on its base, by which multipliers; or, of a return, what came back and took points along.

    `receipt_id` names an earlier earning that answers for a return whose own sale is unknown.
    """

    points: int
    line_no: int | None = None
    net_minor: int | None = None
    base_minor: int | None = None
    multipliers: list[MultiplierOut] = []
    excluded: bool = False
    returned_minor: int | None = None
    receipt_id: Id | None = None


class EarningOut(Schema):
    """What one receipt did to the member's points, and why, line by line."""

    receipt_id: Id
    business_date: date
    outcome: str
    points: int
    tier_level: int
    rule_version_id: Id | None
    original_id: Id | None
    capped_by: str | None
    available_on: date | None
    expires_on: date | None
    lines: list[EarningLineOut]


class AdjustmentIn(Body):
    """Positive gives, negative takes."""

    points: Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
    reason: Reason


class Posted(Schema):
    set_id: Id
    points: int


@routes.get(
    "/members/{member_id}/points",
    rule=permissions.POINTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=BalanceExplained,
)
def explain_balance(request: StaffRequest, member_id: Id) -> BalanceExplained:
    """Return a member's points and the lots that make them up."""
    explained = queries.lots(in_reach(member_id))
    return BalanceExplained(balance=balance_out(explained.balance), lots=[_lot(lot) for lot in explained.lots])


@routes.get(
    "/members/{member_id}/points/statement",
    rule=permissions.POINTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[StatementLineOut],
)
def see_statement(
    request: StaffRequest, member_id: Id, limit: Annotated[int, Query(50, ge=1, le=200)], cursor: Cursor
) -> Page[StatementLineOut]:
    """Return every change of a member's points, the latest first, with the balance after it."""
    rows = queries.ledger(in_reach(member_id), limit=limit + 1, before=seek_id(cursor) or None)
    return page(rows, limit, lambda row: row.set_id, _entry)


@routes.get(
    "/members/{member_id}/points/earnings",
    rule=permissions.POINTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[EarningOut],
)
def explain_earnings(request: StaffRequest, member_id: Id, limit: Limit, cursor: Cursor) -> Page[EarningOut]:
    """Return a member's receipts, the latest first, with what each earned or took back, and why."""
    rows = queries.explain(in_reach(member_id), limit=limit + 1, before=seek_id(cursor) or None)
    return page(rows, limit, lambda row: row.receipt_id, _earning)


@routes.post(
    "/members/{member_id}/points/adjustments",
    rule=permissions.POINTS_ADJUST,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Posted,
    idempotent=True,
    audited=True,
)
def adjust_points(request: StaffRequest, member_id: Id, body: AdjustmentIn) -> Posted:
    """Give or take points by hand, with a reason that stays in the audit trail."""
    posted = points.adjust(
        member_id=in_reach(member_id), points=body.points, reason=body.reason, by=request.by, at=request.at
    )
    return Posted(set_id=posted.set_id, points=body.points)


def balance_out(row: book.Balance) -> BalanceOut:
    """Show a balance."""
    return BalanceOut(available=row.available, pending=row.pending, held=row.held, debt=row.debt)


def _lot(row: book.Lot) -> LotOut:
    return LotOut(
        id=row.id,
        issued=row.issued,
        remaining=row.remaining,
        state=row.state.value,
        available_on=row.available_on,
        expires_on=row.expires_on,
        store_id=row.store_id,
        source_kind=row.source.kind,
        source_id=str(row.source.id),
        rule_version_id=row.rule_version_id,
    )


def _entry(row: book.Entry) -> StatementLineOut:
    return StatementLineOut(
        set_id=row.set_id,
        kind=row.kind.value,
        source_kind=row.source.kind,
        source_id=str(row.source.id),
        occurred_at=row.occurred_at,
        business_date=row.business_date,
        store_id=row.store_id,
        rule_version_id=row.rule_version_id,
        reverses_id=row.reverses_id,
        change=balance_out(row.change),
        after=balance_out(row.after),
    )


def _earning(row: Explained) -> EarningOut:
    return EarningOut(
        receipt_id=row.receipt_id,
        business_date=row.business_date,
        outcome=row.outcome.value,
        points=row.points,
        tier_level=row.tier_level,
        rule_version_id=row.rule_version_id,
        original_id=row.original_id,
        capped_by=row.capped_by.value if row.capped_by else None,
        available_on=row.available_on,
        expires_on=row.expires_on,
        lines=[_earning_line(line) for line in row.lines],
    )


def _earning_line(row: LineEarning | LineReversal | Claim) -> EarningLineOut:
    match row:
        case LineReversal():
            return EarningLineOut(points=row.points, line_no=row.line_no, returned_minor=row.returned_minor)
        case Claim():
            return EarningLineOut(points=row.points, receipt_id=row.receipt_id)
        case _:
            return EarningLineOut(
                points=row.points,
                line_no=row.line_no,
                net_minor=row.net_minor,
                base_minor=row.base_minor,
                multipliers=[
                    MultiplierOut(kind=each.kind, code=each.code, percent=each.percent) for each in row.multipliers
                ],
                excluded=row.excluded,
            )
