"""A coupon changes hands or is taken away: a gift to another member, a correction, the undoing of what granted it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Reversal, Source, Spending, member, quota
from shuke.ledgers.coupons import issuing, sql, templates
from shuke.ledgers.coupons.events import Transferred, Voided
from shuke.ledgers.coupons.issuing import Cause
from shuke.ledgers.coupons.models import Coupon, Passing
from shuke.ledgers.coupons.quotas import ReasonMissing
from shuke.ledgers.coupons.types import CURRENCY, QUOTA_CURRENCY, CouponState
from shuke.ledgers.coupons.using import NoSuchCoupon, NotUsable


class NotTransferable(Refusal):
    """The terms of the coupon keep it with the member it was issued to."""

    code = "coupons.not_transferable"
    zh = "该优惠券不可转赠"
    en = "This coupon cannot be given to another member"


class SameMember(Refusal):
    """Giver and receiver are one."""

    code = "coupons.same_member"
    status = 422
    zh = "不能转赠给本人"
    en = "A coupon is given to another member"


@transaction.atomic
def transfer(*, coupon_id: int, from_member_id: int, to_member_id: int, by: Actor, at: datetime) -> None:
    """Give a coupon to another member; its terms and days stay as they are. Both have it in their trail.

    Refuses NotTransferable, SameMember, NoSuchCoupon, NotUsable.
    """
    if from_member_id == to_member_id:
        raise SameMember(field="to_member_id")
    row = _own(coupon_id, from_member_id)
    _must_be_alive(row, clock.business_date(at))
    if not templates.version(row.rule_version_id).template.transferable:
        raise NotTransferable
    passing = Passing(id=ids.new(), coupon_id=row.id, member_id=from_member_id, receiver_id=to_member_id, passed_at=at)
    source = Source("coupon_gift", passing.id)
    with issuing.open_page([from_member_id, to_member_id], [], Cause(source, by, at)):
        _call_in(row, source, by, at)
        issuing.lay(row, book.earn(earning=issuing.earning(row, member(to_member_id)), by=by, at=at))
    if not sql.mark_passed(row, to_member_id):
        raise NotUsable(coupon=row.id)
    passing.save(force_insert=True)
    outbox.emit(Transferred(row.id, from_member_id, to_member_id), by=by, at=at)
    for whose, other in ((from_member_id, to_member_id), (to_member_id, from_member_id)):
        after = {"coupon": row.id, "template": row.template, "with": other}
        audit.record(by=by, at=at, action="coupons.transfer", subject=f"member:{whose}", after=after)


@transaction.atomic
def void(*, coupon_ids: Collection[int], reason: str, by: Actor, at: datetime, member_id: int | None = None) -> int:
    """Take unused coupons away (of this member alone), all or none, and return how many.

    What was counted as issued stays counted.

    Refuses ReasonMissing, NoSuchCoupon, and NotUsable where one has been used, voided or has expired.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    rows = list(Coupon.objects.filter(id__in=coupon_ids).order_by("id"))
    theirs = [row for row in rows if member_id is None or _is_own(row, member_id)]
    if len(theirs) < len(set(coupon_ids)):
        raise NoSuchCoupon
    day = clock.business_date(at)
    for row in rows:
        _must_be_alive(row, day)
    _take_away(rows, Source("coupon_void", ids.new()), by, at)
    for row in rows:
        subject = f"member:{row.member_id}" if row.member_id else f"coupon_batch:{row.batch_id}"
        after = {"coupon": row.id, "template": row.template}
        audit.record(by=by, at=at, action="coupons.void", subject=subject, after=after, reason=reason)
    return len(rows)


@transaction.atomic
def take_back(*, of: Source, source: Source, by: Actor, at: datetime) -> tuple[int, ...]:
    """Void what is left unused of the coupons that `of` (a sale, a top-up, a referral) caused; return their ids.

    Coupons used since stay used, and what has expired has gone already.
    """
    caused = Coupon.objects.filter(source_kind=of.kind, source_id=of.id, state=CouponState.ISSUED).order_by("id")
    day = clock.business_date(at)
    rows = [row for row in caused if row.expires_on is None or day < row.expires_on]
    if rows:
        _take_away(rows, source, by, at)
    return tuple(row.id for row in rows)


def _own(coupon_id: int, member_id: int) -> Coupon:
    row = Coupon.objects.filter(id=coupon_id).first()
    if row is None or not _is_own(row, member_id):
        raise NoSuchCoupon
    return row


def _is_own(row: Coupon, member_id: int) -> bool:
    """Tell whether the coupon is the member's: issued to it, or come to it by a merger."""
    if row.member_id == member_id:
        return True
    return row.id in {lot.source.id for lot in accounts.lots(member(member_id), CURRENCY)}


def _must_be_alive(row: Coupon, day: date) -> None:
    if row.state != CouponState.ISSUED or (row.expires_on is not None and day >= row.expires_on):
        raise NotUsable(coupon=row.id)


def _take_away(rows: Sequence[Coupon], source: Source, by: Actor, at: datetime) -> None:
    for row in rows:
        _call_in(row, source, by, at)
    if sql.mark_voided([row.id for row in rows]) < len(rows):
        raise NotUsable(coupon=rows[0].id)
    outbox.emit(Voided([row.id for row in rows]), by=by, at=at)


def _call_in(row: Coupon, source: Source, by: Actor, at: datetime) -> None:
    """Take the lot back from whoever holds it. Refuses NotUsable when somebody has used it meanwhile."""
    if row.set_id is None:
        unit = Spending(quota(row.batch_id or 0), QUOTA_CURRENCY, 1, source)
        book.redeem(spending=unit, by=by, at=at)
        return
    try:
        undone = book.reverse(reversal=Reversal(row.set_id, source), by=by, at=at)
    except book.AlreadyReversed as gone:
        raise NotUsable(coupon=row.id) from gone
    if undone.debt:
        raise NotUsable(coupon=row.id)
