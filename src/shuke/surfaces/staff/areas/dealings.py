"""What a member and the chain have had with each other: the tier and why, and every receipt."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query, Schema

from shuke.foundation.catalog import queries as catalog
from shuke.foundation.catalog.types import SkuFact
from shuke.foundation.members import queries as members
from shuke.ledgers.growth import queries as growth
from shuke.ledgers.growth.types import Explained, MoveKind, Need, Needed, NeedKind, TierMove
from shuke.selling.sales import queries as sales
from shuke.surfaces.staff import limits, masks, permissions
from shuke.surfaces.staff.areas.members import in_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.principals import Principal
from shuke.surfaces.staff.problems import NotFound
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Day, Id, Limit, Page, page, seek_id

routes = Routes("往来 Dealings")


class MoveOut(Schema):
    """A move between tiers. `reason` says by what ("why") and, where it was reached, how much of which threshold."""

    from_level: int
    to_level: int
    kind: MoveKind
    effective_on: date
    valid_until: date | None
    rule_version_id: Id | None
    reason: dict[str, int | str]


class NeedOut(Schema):
    """One way to a level: of `threshold` (fen, orders or growth value, by `kind`), reached and missing, by a day."""

    kind: NeedKind
    level: int
    threshold: int
    reached: int
    missing: int
    by: date | None


class NeededOut(Schema):
    """Each way to the next level, and each way to keep the present one to `keep_by`; one way is enough."""

    level: int
    next_level: int | None
    rise: list[NeedOut]
    keep: list[NeedOut]
    keep_by: date | None
    kept: bool
    notice_from: date | None
    notice_due: bool


class TierBenefitOut(Schema):
    """A benefit of a tier. By `kind` it has a percentage off, a rate of points in percent, days a year, or a name."""

    kind: Literal["discount", "member_day", "points_rate", "service"]
    percent_off: int | None = None
    percent: int | None = None
    times_a_year: int | None = None
    code: str | None = None
    zh: str | None = None
    en: str | None = None


class TierOut(Schema):
    """Where the member stands on a day, the move and rule version that made it so, and what comes next."""

    member_id: Id
    as_of: date
    level: int
    code: str
    name_zh: str
    name_en: str
    since: date | None
    valid_until: date | None
    rule_version_id: Id | None
    move: MoveOut | None
    spent_in_period_minor: int
    orders_in_period: int
    growth: int
    needed: NeededOut | None


class ReceiptOut(Schema):
    """A receipt; a return has negative amounts. `cost_minor` is empty for roles that may not see costs."""

    id: Id
    external_id: str
    source: str
    store_id: Id
    member_id: Id | None
    guide_id: Id | None
    sold_at: datetime
    business_date: date
    channel: str
    kind: str
    original_id: Id | None
    list_minor: int
    discount_minor: int
    net_minor: int
    cost_minor: int | None
    quantity_milli: int
    line_count: int


class LineOut(Schema):
    """A line; `goods` is what the catalogue calls it now, empty for what it does not know."""

    line_no: int
    sku_id: Id | None
    goods: str
    quantity_milli: int
    list_minor: int
    discount_minor: int
    net_minor: int
    cost_minor: int | None


class WholeReceiptOut(ReceiptOut):
    lines: list[LineOut]


@routes.get(
    "/members/{member_id}/tier", rule=permissions.MEMBERS_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=TierOut
)
def explain_tier(request: StaffRequest, member_id: Id, as_of: Annotated[Day | None, Query(None)]) -> TierOut:
    """Return a member's tier at the end of a day, and why: move, rule version, figures, and what is still needed."""
    return tier_out(growth.explain(in_reach(member_id), as_of=as_of or today(request)))


@routes.get(
    "/members/{member_id}/tier/history",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[MoveOut],
)
def list_tier_moves(request: StaffRequest, member_id: Id) -> list[MoveOut]:
    """Return every move between tiers, the latest first (at most 200)."""
    moves = growth.history(in_reach(member_id))
    return [_move(move) for move in reversed(moves[-200:])]


@routes.get(
    "/members/{member_id}/receipts",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[ReceiptOut],
)
def list_member_receipts(request: StaffRequest, member_id: Id, limit: Limit, cursor: Cursor) -> Page[ReceiptOut]:
    """Return a member's receipts in reach, the latest written first."""
    rows = sales.receipts(member_ids=members.family(in_reach(member_id))).order_by("-id")
    before = seek_id(cursor)
    rows = rows.filter(id__lt=before) if before else rows
    return page(list(rows[: limit + 1]), limit, lambda row: row.id, lambda row: receipt_out(row, request.principal))


@routes.get(
    "/receipts/{receipt_id}",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=WholeReceiptOut,
)
def see_receipt(request: StaffRequest, receipt_id: Id) -> WholeReceiptOut:
    """Return a receipt in reach with its lines."""
    found = sales.find(receipt_id)
    if found is None:
        raise NotFound
    rows = list(sales.lines_of(receipt_id))
    goods = {fact.id: fact for fact in catalog.skus([row.sku_id for row in rows if row.sku_id])}
    lines = [_line(row, goods.get(row.sku_id or 0), request.principal) for row in rows]
    return WholeReceiptOut(**receipt_out(found, request.principal).dict(), lines=lines)


def tier_out(row: Explained) -> TierOut:
    """Show where a member stands, and why."""
    standing = row.standing
    return TierOut(
        member_id=row.member_id,
        as_of=row.as_of,
        level=row.level,
        code=row.code,
        name_zh=row.zh,
        name_en=row.en,
        since=standing.since if standing else None,
        valid_until=standing.valid_until if standing else None,
        rule_version_id=(standing.rule_version_id or None) if standing else None,
        move=_move(row.move) if row.move else None,
        spent_in_period_minor=row.spent_in_period,
        orders_in_period=row.orders_in_period,
        growth=row.growth,
        needed=_needed(row.needed) if row.needed else None,
    )


def _move(row: TierMove) -> MoveOut:
    return MoveOut(
        from_level=row.from_level,
        to_level=row.to_level,
        kind=row.kind,
        effective_on=row.effective_on,
        valid_until=row.valid_until,
        rule_version_id=row.rule_version_id or None,
        reason=dict(row.reason),
    )


def _needed(row: Needed) -> NeededOut:
    return NeededOut(
        level=row.level,
        next_level=row.next_level,
        rise=[_need(each) for each in row.rise],
        keep=[_need(each) for each in row.keep],
        keep_by=row.keep_by,
        kept=row.kept,
        notice_from=row.notice_from,
        notice_due=row.notice_due,
    )


def _need(row: Need) -> NeedOut:
    return NeedOut(
        kind=row.kind, level=row.level, threshold=row.threshold, reached=row.reached, missing=row.missing, by=row.by
    )


def receipt_out(row: Any, principal: Principal) -> ReceiptOut:
    """Show a receipt; its cost to those who may see costs."""
    return ReceiptOut(
        id=row.id,
        external_id=row.external_id,
        source=row.source,
        store_id=row.store_id,
        member_id=row.member_id,
        guide_id=row.guide_id,
        sold_at=row.sold_at,
        business_date=row.business_date,
        channel=row.channel,
        kind=row.kind,
        original_id=row.original_id,
        list_minor=row.list_minor,
        discount_minor=row.discount_minor,
        net_minor=row.net_minor,
        cost_minor=masks.cost(principal, row.cost_minor),
        quantity_milli=row.quantity_milli,
        line_count=row.line_count,
    )


def _line(row: Any, goods: SkuFact | None, principal: Principal) -> LineOut:
    return LineOut(
        line_no=row.line_no,
        sku_id=row.sku_id,
        goods=f"{goods.product} {goods.spec}".strip() if goods else "",
        quantity_milli=row.quantity_milli,
        list_minor=row.list_minor,
        discount_minor=row.discount_minor,
        net_minor=row.net_minor,
        cost_minor=masks.cost(principal, row.cost_minor),
    )
