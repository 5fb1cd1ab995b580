"""What may still be given of a reward: an account of the book, and taking one is the same write as a spending."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Adjustment, Earning, Source, Spending, quota
from shuke.selling.rewards import refused
from shuke.selling.rewards.models import GiftStock
from shuke.selling.rewards.types import CURRENCY


@transaction.atomic
def grant_stock(*, reward: str, count: int, reason: str, by: Actor, at: datetime, grant_id: int | None = None) -> None:
    """Let so many more pieces be given (fewer, when negative); with a `grant_id` made by the client, once.

    Refuses ReasonMissing, NotACount, and GiftsGone where less is left than is to be taken away.
    """
    if not reason.strip():
        raise refused.ReasonMissing(field="reason")
    if not count:
        raise refused.NotACount(field="count")
    stock, _ = GiftStock.objects.get_or_create(reward=reward)
    if _posted_before(stock, count, grant_id, by, at):
        return
    GiftStock.objects.filter(id=stock.id).update(granted=F("granted") + count)
    audit.record(
        by=by, at=at, action="rewards.grant_stock", subject=f"reward:{reward}", after={"count": count}, reason=reason
    )


def _posted_before(stock: GiftStock, count: int, grant_id: int | None, by: Actor, at: datetime) -> bool:
    holder, source = quota(stock.id), Source("gift_stock", grant_id or stock.id)
    key = None if grant_id is None else f"rewards.stock:{grant_id}"
    try:
        if count > 0:
            earning = Earning(holder, CURRENCY, count, source, idempotency_key=key)
            return book.earn(earning=earning, by=by, at=at).repeated
        lowering = Adjustment(holder, CURRENCY, count, source, idempotency_key=key)
        return book.adjust(adjustment=lowering, by=by, at=at).repeated
    except book.NotEnough as short:
        raise refused.GiftsGone(reward=stock.reward) from short


def take_one(*, stock_id: int, source: Source, store_id: int | None, by: Actor, at: datetime) -> int:
    """Take one piece for the source and return the book's set. Refuses GiftsGone."""
    one = Spending(quota(stock_id), CURRENCY, 1, source, store_id=store_id)
    try:
        return book.redeem(spending=one, by=by, at=at).set_id
    except book.NotEnough as short:
        reward = GiftStock.objects.get(id=stock_id).reward
        raise refused.GiftsGone(reward=reward) from short
