"""At the till: use coupons once and no more, and give them back when their sale is undone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, failpoints
from shuke.foundation.actors import Actor
from shuke.foundation.db import acts, bulk
from shuke.foundation.db import rows as plain
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Holder, LotPart, Reversal, Source, Spending, member, quota
from shuke.ledgers.coupons import claiming, sql, templates
from shuke.ledgers.coupons.events import Redeemed, Returned
from shuke.ledgers.coupons.models import Coupon
from shuke.ledgers.coupons.types import CURRENCY, CouponState, GivenBack


class NoSuchCoupon(Refusal):
    """There is no such coupon, or it is somebody else's."""

    code = "coupons.no_such_coupon"
    status = 404
    zh = "没有这张优惠券"
    en = "There is no such coupon"


class NotUsable(Refusal):
    """The coupon has been used or voided, today is not one of its days, or the store is not one of its stores."""

    code = "coupons.not_usable"
    zh = "优惠券 {coupon} 已使用、已作废、不在有效期内或不适用于本店"
    en = "Coupon {coupon} has been used or voided, or is not valid today in this store"


class MembersOnly(Refusal):
    """A code of this template is used by members alone."""

    code = "coupons.members_only"
    zh = "该券码仅限会员使用"
    en = "This code can only be used by a member"


@acts.part
def redeem(
    *, coupon_ids: Collection[int], member_id: int | None, source: Source, store_id: int | None, by: Actor, at: datetime
) -> int | None:
    """Use the coupons for the source (a receipt), all or none; return the book's set, None when there are none.

    Each can be used once, whoever asks at the same time: the book's lot and the coupon's row are both guarded. A code
    that nobody has claimed is the member's from now on; without a member its bearer uses it. Days and stores are judged
    here, goods, channel and hours where the price is made. Codes of several batches that a stranger brings are a set
    each; the last is returned. Refuses NoSuchCoupon, NotUsable, HadEnough, MembersOnly.
    """
    if not coupon_ids:
        return None
    rows = _found(coupon_ids)
    day = clock.business_date(at)
    for row in rows:
        judge(row, day, store_id, member_id)
        if row.member_id is None and member_id is not None:
            claiming.take_unclaimed(row, member_id, by=by, at=at)
            judge(row, day, store_id, member_id)  # days that are counted from the grant begin only now
        elif row.lot_id is None:
            claiming.lay_for_nobody(row, by=by, at=at)
    used = [
        _use(those, holder, member_id, source=source, store_id=store_id, by=by, at=at)
        for holder, those in _by_holder(rows, member_id).items()
    ]
    return used[-1]


@transaction.atomic
def take_shown(*, coupon_ids: Collection[int], member_id: int, store_id: int, by: Actor, at: datetime) -> None:
    """Let the member have the codes shown that nobody has claimed, e.g. to set them aside for an order.

    Refuses NoSuchCoupon, CodeTaken, HadEnough, and NotUsable for days that begin later.
    """
    day = clock.business_date(at)
    for row in _found(coupon_ids):
        if row.member_id != member_id:
            claiming.take_unclaimed(row, member_id, by=by, at=at)
        judge(row, day, store_id, member_id)


def _use(
    rows: Sequence[Coupon],
    holder: Holder,
    member_id: int | None,
    *,
    source: Source,
    store_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Use the coupons of one holder."""
    lots = _lots(rows, member_id)
    failpoints.hit("coupons.between_check_and_use")
    parts = tuple(LotPart(lots[row.id], 1) for row in rows)
    spending = Spending(holder, CURRENCY, len(rows), source, store_id=store_id, parts=parts)
    try:
        set_id = book.redeem(spending=spending, by=by, at=at).set_id
    except book.NotEnough as gone:
        raise NotUsable(coupon=rows[0].id) from gone
    _note_moved(rows, lots, holder)
    day = clock.business_date(at)
    if sql.mark_used([row.id for row in rows], source, on=day, store_id=store_id, set_id=set_id) < len(rows):
        raise NotUsable(coupon=rows[0].id)
    used = Redeemed([row.id for row in rows], member_id, store_id, source.kind, source.id)
    outbox.emit(used, by=by, at=at)
    return set_id


@transaction.atomic
def give_back(
    *, source: Source, refund_source: Source, by: Actor, at: datetime, coupon_ids: Collection[int] | None = None
) -> GivenBack:
    """Let the coupons of a sale be used again where their terms allow it and their days are not over.

    All of the sale's, or those named. The others stay used. A second call finds nothing to give back.
    """
    used = Coupon.objects.filter(used_kind=source.kind, used_id=source.id, state=CouponState.USED).order_by("id")
    rows = list(used if coupon_ids is None else used.filter(id__in=coupon_ids))
    day = clock.business_date(at)
    returned = [row for row in rows if _comes_back(row, day)]
    kept = tuple(row.id for row in rows if row not in returned)
    failpoints.hit("coupons.between_check_and_return")
    for set_id in sorted({row.used_set_id or 0 for row in returned}):
        parts = tuple(LotPart(row.lot_id or 0, 1) for row in returned if row.used_set_id == set_id)
        reversal = Reversal(set_id, refund_source, amount=len(parts), parts=parts)
        book.reverse(reversal=reversal, by=by, at=at)
    ids = [row.id for row in returned]
    if ids:
        if sql.mark_returned(ids, source) < len(ids):
            raise book.AlreadyReversed
        outbox.emit(Returned(ids, source.kind, source.id), by=by, at=at)
    return GivenBack(tuple(ids), kept)


def _found(coupon_ids: Collection[int]) -> list[Coupon]:
    within, values = bulk.in_list(list(coupon_ids))
    rows = plain.instances(Coupon, f"id {within} ORDER BY id", values)
    if len(rows) < len(set(coupon_ids)):
        raise NoSuchCoupon
    return rows


def judge(row: Coupon, day: date, store_id: int | None, member_id: int | None) -> None:
    """Refuse a coupon that cannot be used on the day in the store, or a stranger whom its terms leave out."""
    open_today = row.valid_from <= day and (row.expires_on is None or day < row.expires_on)
    version = templates.version(row.rule_version_id)
    stores = version.terms.store_ids
    elsewhere = bool(stores) and store_id is not None and store_id not in stores
    if row.state != CouponState.ISSUED or not open_today or elsewhere:
        raise NotUsable(coupon=row.id)
    if member_id is None and version.template.members_only:
        raise MembersOnly


def _by_holder(rows: Sequence[Coupon], member_id: int | None) -> dict[Holder, list[Coupon]]:
    held: dict[Holder, list[Coupon]] = {}
    for row in rows:
        holder = member(member_id) if member_id is not None else quota(row.batch_id or 0)
        held.setdefault(holder, []).append(row)
    return held


def _lots(rows: Sequence[Coupon], member_id: int | None) -> dict[int, int]:
    """Return coupon id → the lot that it is in the hands of its bearer. Refuses NoSuchCoupon.

    After a merger the lots of the absorbed are the survivor's; the book knows which lot a coupon has become.
    """
    own = {row.id: row.lot_id for row in rows if row.member_id == member_id and row.lot_id is not None}
    if member_id is not None and len(own) < len(rows):
        moved = accounts.lots(member(member_id), CURRENCY)
        own |= {lot.source.id: lot.id for lot in moved if lot.source.kind == "coupon"}
    if any(row.id not in own for row in rows):
        raise NoSuchCoupon
    return {row.id: own[row.id] for row in rows}


def _note_moved(rows: Sequence[Coupon], lots: dict[int, int], holder: Holder) -> None:
    """Let the row of a coupon that came with a merger follow its lot."""
    for row in rows:
        if row.lot_id != lots[row.id]:
            Coupon.objects.filter(id=row.id).update(lot_id=lots[row.id], member_id=holder.id)


def _comes_back(row: Coupon, day: date) -> bool:
    over = row.expires_on is not None and day >= row.expires_on
    return templates.version(row.rule_version_id).template.returnable and not over
