"""Hand a reward out, or undo it: points and stock come back."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.catalog import queries as catalog
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Reversal, Source, member, quota
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons.types import CURRENCY as COUPON
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock.types import Move, MoveKind
from shuke.selling.rewards import queries, refused
from shuke.selling.rewards.document import Gift, Service
from shuke.selling.rewards.models import Allowance, GiftStock, RewardExchange
from shuke.selling.rewards.types import CURRENCY as GIFT
from shuke.selling.rewards.types import SOURCE, Exchange, ExchangeState

_ONE_PIECE = 1_000


@transaction.atomic
def collect(*, exchange_id: int, by: Actor, at: datetime, store_id: int | None = None) -> Exchange:
    """Hand a waiting reward out, once: the goods leave the stock of the store if it keeps them, and the cost is noted.

    `store_id` is needed only for what may be collected anywhere. Refuses NoSuchExchange, NotWaiting, NotInThisStore,
    and NotInStock by the stock.
    """
    row = _in_scope(exchange_id)
    place = row.store_id or store_id or by.store_id
    terms = queries.terms_of(row.rule_version_id)
    if place is None or (terms.store_ids and place not in terms.store_ids):
        raise refused.NotInThisStore(field="store_id")
    handed_out = _still_waiting(exchange_id, clock.business_date(at)).update(
        state=ExchangeState.COLLECTED,
        collected_at=at,
        collected_by=by.id,
        collected_store_id=place,
        cost_minor=_cost(terms.gives),
    )
    if not handed_out:
        raise refused.NotWaiting
    if isinstance(terms.gives, Gift) and terms.gives.sku_id is not None:
        out = Move(place, terms.gives.sku_id, MoveKind.OUT, -_ONE_PIECE, Source(SOURCE, exchange_id))
        stock.move(move=out, by=by, at=at)
    audit.record(
        by=by, at=at, action="rewards.collect", subject=f"member:{row.member_id}", after={"exchange": exchange_id}
    )
    return queries.fact(_in_scope(exchange_id))


@transaction.atomic
def cancel(*, exchange_id: int, reason: str, by: Actor, at: datetime) -> Exchange:
    """Undo a reward that was not handed out, or a coupon that was not used: points and stock come back.

    Refuses ReasonMissing, NoSuchExchange, NotWaiting, and NotUsable for a coupon that was used.
    """
    if not reason.strip():
        raise refused.ReasonMissing(field="reason")
    _undo(_in_scope(exchange_id), reason, by, at)
    return queries.fact(_in_scope(exchange_id))


def lapse_due(*, on: date, by: Actor, at: datetime) -> int:
    """Undo what nobody has collected in time; return how many. Each is its own transaction."""
    due = RewardExchange._base_manager.filter(state=ExchangeState.WAITING, collect_until__lte=on).order_by(
        "collect_until"
    )
    return sum(_lapse(exchange_id, by, at) for exchange_id in list(due.values_list("id", flat=True)))


@transaction.atomic
def _lapse(exchange_id: int, by: Actor, at: datetime) -> bool:
    try:
        _undo(RewardExchange._base_manager.get(id=exchange_id), "not collected in time", by, at)
    except refused.NotWaiting:
        return False  # it was handed out or cancelled meanwhile
    return True


def _undo(row: RewardExchange, reason: str, by: Actor, at: datetime) -> None:
    state = ExchangeState.COLLECTED if row.coupon_id is not None else ExchangeState.WAITING
    undone = RewardExchange._base_manager.filter(id=row.id, state=state).update(state=ExchangeState.CANCELLED)
    if not undone:
        raise refused.NotWaiting
    stock_id = GiftStock.objects.filter(reward=row.reward).values_list("id", flat=True).first()
    holders = [member(row.member_id)] + ([] if stock_id is None else [quota(stock_id)])
    source = Source("reward_cancel", row.id)
    with book.together(holders=holders, currencies={POINTS, GIFT, COUPON}, by=by, at=at):
        if row.coupon_id is not None:
            coupons.void(coupon_ids=[row.coupon_id], member_id=row.member_id, reason=reason, by=by, at=at)
        if row.points_set_id is not None:
            points.give_back(set_id=row.points_set_id, source=source, by=by, at=at)
        if row.stock_set_id is not None:
            book.reverse(reversal=Reversal(set_id=row.stock_set_id, source=source), by=by, at=at)
    had = Allowance.objects.filter(reward=row.reward, member_id=row.member_id, period=row.period, taken__gt=0)
    had.update(taken=F("taken") - 1)
    after = {"exchange": row.id, "points": row.points}
    audit.record(by=by, at=at, action="rewards.cancel", subject=f"member:{row.member_id}", after=after, reason=reason)


def _in_scope(exchange_id: int) -> RewardExchange:
    row = RewardExchange.objects.filter(id=exchange_id).first()
    if row is None:
        raise refused.NoSuchExchange
    return row


def _still_waiting(exchange_id: int, today: date) -> QuerySet[RewardExchange]:
    waiting = RewardExchange._base_manager.filter(id=exchange_id, state=ExchangeState.WAITING)
    return waiting.exclude(collect_until__lte=today)


def _cost(gives: object) -> int:
    """Return what one piece costs the house today, in fen."""
    if isinstance(gives, Gift) and gives.sku_id is not None:
        fact = catalog.goods([gives.sku_id]).get(gives.sku_id)
        return fact.cost_minor or 0 if fact else 0
    return gives.cost_minor or 0 if isinstance(gives, Gift | Service) else 0
