"""What may still be issued: every limit is an account of the book, and taking one is the same write as a spending."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Adjustment, Earning, Holder, Source, Spending, quota
from shuke.ledgers.coupons.models import Quota
from shuke.ledgers.coupons.templates import Version
from shuke.ledgers.coupons.types import QUOTA_CURRENCY


class SoldOut(Refusal):
    """Nothing is left of what may be issued, or less than was asked for."""

    code = "coupons.sold_out"
    zh = "优惠券 {template} 可发数量不足"
    en = "Not enough coupons of {template} are left to issue"


class ReasonMissing(Refusal):
    """Nobody changes by hand what may be issued, or takes a coupon away, without saying why."""

    code = "coupons.reason_missing"
    status = 422
    zh = "请填写原因"
    en = "Say why"


class NotACount(Refusal):
    """Quotas are topped up or lowered by whole coupons, and codes are made by the piece."""

    code = "coupons.not_a_count"
    status = 422
    zh = "数量无效"
    en = "Not a valid number of coupons"


@transaction.atomic
def grant_quota(
    *, template: str, count: int, reason: str, by: Actor, at: datetime, store_id: int | None = None
) -> None:
    """Let so many more coupons be issued (fewer, when negative): in one store, or of the whole stock of the template.

    Refuses ReasonMissing, NotACount, and SoldOut where less is left than is to be taken away.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if count == 0:
        raise NotACount(field="count")
    row, _ = Quota.objects.get_or_create(template=template, store_id=store_id)
    source = Source("coupon_quota", row.id)
    if count > 0:
        earning = Earning(quota(row.id), QUOTA_CURRENCY, count, source, store_id=store_id)
        book.earn(earning=earning, by=by, at=at)
    else:
        _lower(row, count, source, by, at)
    Quota.objects.filter(id=row.id).update(granted=F("granted") + count)
    audit.record(
        by=by,
        at=at,
        action="coupons.grant_quota",
        subject=f"coupon_template:{template}",
        after={"store_id": store_id, "count": count},
        reason=reason,
    )


def limits_of(version: Version, store_id: int | None) -> list[Holder]:
    """Return the holders that an issue of the template must be taken from; refuse where nothing was ever granted."""
    template = version.template
    wanted: set[int | None] = {None} if template.limited_stock else set()
    if template.limited_per_store and store_id is not None:
        wanted.add(store_id)
    if not wanted:
        return []
    rows = Quota.objects.filter(template=version.code).filter(Q(store_id__isnull=True) | Q(store_id=store_id))
    found = [quota(row.id) for row in rows if row.store_id in wanted]
    if len(found) < len(wanted):
        raise SoldOut(template=version.code)
    return found


def take(holders: Sequence[Holder], count: int, *, template: str, source: Source, by: Actor, at: datetime) -> None:
    """Take so many units from each holder. Refuses SoldOut."""
    spendings = [Spending(holder, QUOTA_CURRENCY, count, source) for holder in holders]
    try:
        if spendings and count:
            book.redeem_many(spendings=spendings, by=by, at=at)
    except book.NotEnough as short:
        raise SoldOut(template=template) from short


def _lower(row: Quota, count: int, source: Source, by: Actor, at: datetime) -> None:
    try:
        book.adjust(adjustment=Adjustment(quota(row.id), QUOTA_CURRENCY, count, source), by=by, at=at)
    except book.NotEnough as short:
        raise SoldOut(template=row.template) from short


def left(rows: Sequence[Quota]) -> dict[int, int]:
    """Return how much is left of each quota, by its id."""
    balances = accounts.balances([quota(row.id) for row in rows], QUOTA_CURRENCY)
    return {holder.id: balance.available for holder, balance in balances.items()}
