"""Rewards: what points buy, gifts for nothing, their stock, handing them out, and what they cost."""

from datetime import date, datetime
from typing import Annotated

from django.db import transaction
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import ids
from shuke.foundation.audit import operations as audit
from shuke.selling.rewards import operations as rewards
from shuke.selling.rewards import queries
from shuke.selling.rewards.types import Cost, Exchange, ExchangeState, Occasion, Offer, RewardKind, WhyNot
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Code, Cursor, Day, Done, Id, Limit, Made, Page, Reason, page, seek_id

routes = Routes("积分商城与赠礼 Rewards")

Fen = Annotated[int, Field(ge=0, le=100_000_000)]


class OfferOut(Schema):
    """A reward as a member sees it. `left` empty = as many as wanted; without `reasons` it can be had now."""

    reward: str
    zh: str
    en: str
    kind: RewardKind
    points: int
    extra_minor: int
    left: int | None
    store_ids: list[Id]
    reasons: list[WhyNot]


class ExchangeOut(Schema):
    """A reward that a member asked for or was given. Without `store_id` it is collected in any store."""

    id: Id
    reward: str
    kind: RewardKind
    member_id: Id
    occasion: Occasion
    store_id: Id | None
    state: ExchangeState
    points: int
    extra_minor: int
    asked_at: datetime
    collect_until: date | None
    collected_at: datetime | None
    coupon_id: Id | None
    pass_id: Id | None


class RewardStockOut(Schema):
    reward: str
    granted: int
    left: int


class RewardCostOut(Schema):
    """What a reward came to on one occasion; cancelled ones count in no amount."""

    reward: str
    occasion: Occasion
    asked: int
    waiting: int
    collected: int
    cancelled: int
    points: int
    extra_minor: int
    cost_minor: int


class StockGrant(Body):
    """So many more pieces, or fewer when negative."""

    reward: Code
    count: Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
    reason: Reason


class PointsExchange(Body):
    """Extra money was paid before; `paid_reference` is the receipt or slip."""

    reward: Code
    store_id: Id
    paid_minor: Fen = 0
    paid_reference: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f]*$")] = ""


class GiftGiving(Body):
    """For nothing, and not because something was bought."""

    reward: Code
    occasion: Occasion
    store_id: Id
    reason: Reason


class Cancelling(Body):
    reason: Reason


@routes.get(
    "/members/{member_id}/reward-catalogue",
    rule=permissions.REWARDS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[OfferOut],
)
def list_reward_offers(request: StaffRequest, member_id: Id) -> list[OfferOut]:
    """Return what points buy today, by price, and what keeps the member from having it now."""
    return [_offer(each) for each in queries.catalogue(in_reach(member_id), on=today(request))]


@routes.get(
    "/members/{member_id}/rewards",
    rule=permissions.REWARDS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[ExchangeOut],
)
def list_member_rewards(request: StaffRequest, member_id: Id, limit: Limit, cursor: Cursor) -> Page[ExchangeOut]:
    """Return what a member asked for and was given, the latest first."""
    rows = queries.exchanges(in_reach(member_id), before=seek_id(cursor) or None, limit=limit + 1)
    return page(rows, limit, lambda row: row.id, _exchange)


@routes.post(
    "/members/{member_id}/rewards",
    rule=permissions.REWARDS_SERVE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def exchange_points(request: StaffRequest, member_id: Id, body: PointsExchange) -> Made:
    """Give a member a reward for points, to be collected in the store."""
    owner = in_reach(member_id)
    refuse_store_out_of_reach(body.store_id)
    with transaction.atomic():
        had = rewards.exchange(
            exchange_id=ids.new(),
            member_id=owner,
            reward=body.reward,
            store_id=body.store_id,
            paid_minor=body.paid_minor,
            paid_reference=body.paid_reference,
            by=request.by,
            at=request.at,
        )
        after: dict[str, int | str] = {"exchange": had.id, "reward": body.reward, "points": had.points}
        audit.record(by=request.by, at=request.at, action="rewards.exchange", subject=f"member:{owner}", after=after)
    return Made(id=had.id)


@routes.post(
    "/members/{member_id}/gifts",
    rule=permissions.REWARDS_GIVE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def give_gift(request: StaffRequest, member_id: Id, body: GiftGiving) -> Made:
    """Give a member a reward for nothing: a souvenir, a surprise, a present on a day of theirs."""
    owner = in_reach(member_id)
    refuse_store_out_of_reach(body.store_id)
    given = rewards.give(
        exchange_id=ids.new(),
        member_id=owner,
        reward=body.reward,
        occasion=body.occasion,
        store_id=body.store_id,
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return Made(id=given.id)


@routes.get(
    "/waiting-rewards",
    rule=permissions.REWARDS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=Page[ExchangeOut],
)
def list_waiting_rewards(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[ExchangeOut]:
    """Return what is to be collected in the stores in reach, in the order in which it was asked for."""
    rows = queries.waiting(after=seek_id(cursor), limit=limit + 1)
    return page(rows, limit, lambda row: row.id, _exchange)


@routes.post(
    "/reward-exchanges/{exchange_id}/collection",
    rule=permissions.REWARDS_SERVE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def collect_reward(request: StaffRequest, exchange_id: Id) -> Done:
    """Hand out a waiting reward, once; its goods leave the stock of the store and its cost is noted."""
    rewards.collect(exchange_id=exchange_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/reward-exchanges/{exchange_id}/cancellation",
    rule=permissions.REWARDS_GIVE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def cancel_reward(request: StaffRequest, exchange_id: Id, body: Cancelling) -> Done:
    """Undo a reward that was not handed out, or a coupon that was not used: points and stock come back."""
    rewards.cancel(exchange_id=exchange_id, reason=body.reason, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/reward-stock",
    rule=permissions.REWARDS_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=list[RewardStockOut],
)
def list_reward_stock(request: StaffRequest) -> list[RewardStockOut]:
    """Return what headquarters has granted of each reward, and what is left of it."""
    return [RewardStockOut(reward=each.reward, granted=each.granted, left=each.left) for each in queries.stock()]


@routes.post(
    "/reward-stock",
    rule=permissions.REWARDS_STOCK,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def grant_reward_stock(request: StaffRequest, body: StockGrant) -> Done:
    """Let so many more pieces of a reward be given, or fewer."""
    rewards.grant_stock(reward=body.reward, count=body.count, reason=body.reason, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/reward-costs",
    rule=permissions.REPORTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.EXPORT,
    answers=list[RewardCostOut],
)
def report_reward_costs(
    request: StaffRequest, from_date: Annotated[Day, Query(...)], to_date: Annotated[Day, Query(...)]
) -> list[RewardCostOut]:
    """Return what rewards asked for in [from_date, to_date) came to in the stores in reach."""
    return [_cost(each) for each in queries.costs(since=from_date, until=to_date)]


def _offer(row: Offer) -> OfferOut:
    return OfferOut(
        reward=row.reward,
        zh=row.zh,
        en=row.en,
        kind=row.kind,
        points=row.points,
        extra_minor=row.extra_minor,
        left=row.left,
        store_ids=list(row.store_ids),
        reasons=list(row.reasons),
    )


def _exchange(row: Exchange) -> ExchangeOut:
    return ExchangeOut(
        id=row.id,
        reward=row.reward,
        kind=row.kind,
        member_id=row.member_id,
        occasion=row.occasion,
        store_id=row.store_id,
        state=row.state,
        points=row.points,
        extra_minor=row.extra_minor,
        asked_at=row.asked_at,
        collect_until=row.collect_until,
        collected_at=row.collected_at,
        coupon_id=row.coupon_id,
        pass_id=row.pass_id,
    )


def _cost(row: Cost) -> RewardCostOut:
    return RewardCostOut(
        reward=row.reward,
        occasion=row.occasion,
        asked=row.asked,
        waiting=row.waiting,
        collected=row.collected,
        cancelled=row.cancelled,
        points=row.points,
        extra_minor=row.extra_minor,
        cost_minor=row.cost_minor,
    )
