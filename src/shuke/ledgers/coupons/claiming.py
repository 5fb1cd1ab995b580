"""Codes: made by the batch, printed, and claimed; and the word that anybody may say."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shuke.foundation import failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Earning, Holder, Posted, Reversal, Source, Spending, member, quota
from shuke.ledgers.coupons import codes, issuing, quotas, rules, sql, templates
from shuke.ledgers.coupons.events import Issued
from shuke.ledgers.coupons.issuing import Cause, HadEnough, NotThisWay
from shuke.ledgers.coupons.models import CodeBatch, Coupon, GenericCode
from shuke.ledgers.coupons.templates import Version
from shuke.ledgers.coupons.types import QUOTA_CURRENCY, CouponState, Way
from shuke.ledgers.coupons.types import CodeBatch as Batch

MOST_CODES = 100_000


class UnknownCode(Refusal):
    """Nobody has made this code."""

    code = "coupons.unknown_code"
    status = 404
    zh = "券码无效"
    en = "There is no such code"


class CodeTaken(Refusal):
    """The code has been claimed, used or voided; or the word stands for another template."""

    code = "coupons.code_taken"
    zh = "券码已被领取、使用或作废"
    en = "The code has been claimed, used or voided"


@transaction.atomic
def make_codes(
    *, template: str, count: int, reason: str, by: Actor, at: datetime, store_id: int | None = None
) -> Batch:
    """Make single-use codes on today's terms, out of the template's stock; they belong to nobody until claimed.

    Refuses NotACount, ReasonMissing, NotThisWay, SoldOut.
    """
    if not 0 < count <= MOST_CODES:
        raise quotas.NotACount(field="count")
    if not reason.strip():
        raise quotas.ReasonMissing(field="reason")
    batch_id = ids.new()
    cause = Cause(Source("coupon_codes", batch_id), by, at, store_id, way=Way.CODE)
    version = templates.in_force(template, cause.day)
    if Way.CODE not in version.template.ways:
        raise NotThisWay(field="template", template=template)
    quotas.take(quotas.limits_of(version, store_id), count, template=template, source=cause.source, by=by, at=at)
    CodeBatch.objects.create(
        id=batch_id, template=template, rule_version_id=version.id, count=count, store_id=store_id, made_at=at
    )
    unclaimed = Earning(quota(batch_id), QUOTA_CURRENCY, count, cause.source, store_id=store_id)
    book.earn(earning=unclaimed, by=by, at=at)
    bulk.insert(Coupon, issuing.COLUMNS, _code_rows(version, batch_id, count, cause))
    audit.record(
        by=by,
        at=at,
        action="coupons.make_codes",
        subject=f"coupon_template:{template}",
        after={"batch": batch_id, "count": count, "store_id": store_id},
        reason=reason,
    )
    return Batch(batch_id, template, count)


@transaction.atomic
def open_code(*, word: str, template: str, reason: str, by: Actor, at: datetime) -> None:
    """Let a word (WELCOME) stand for a template: whoever says it may have a coupon, as far as stock and limits allow.

    Refuses NoSuchTemplate, ReasonMissing, and CodeTaken where the word stands for another template.
    """
    if not reason.strip():
        raise quotas.ReasonMissing(field="reason")
    cause = Cause(Source("coupon_word", 0), by, at)
    templates.in_force(template, cause.day)
    row, _ = GenericCode.objects.get_or_create(word=codes.word(word), defaults={"template": template})
    if row.template != template:
        raise CodeTaken(field="word")
    after = {"word": row.word}
    audit.record(
        by=by, at=at, action="coupons.open_code", subject=f"coupon_template:{template}", after=after, reason=reason
    )


@transaction.atomic
def claim(
    *,
    member_id: int,
    by: Actor,
    at: datetime,
    code: str | None = None,
    template: str | None = None,
    store_id: int | None = None,
) -> int:
    """Let the member have the coupon of a single-use code, of a word, or of a template that members may claim.

    Returns the coupon's id. Refuses UnknownCode, CodeTaken, HadEnough, SoldOut, NotThisWay, NoSuchTemplate.
    """
    way = Way.CLAIM if code is None else Way.CODE
    row = None if code is None else Coupon.objects.filter(code_index=codes.index_of(code)).first()
    if row is not None:
        take_unclaimed(row, member_id, by=by, at=at)
        return row.id
    return issuing.issue(
        template=(template or "") if code is None else _template_of(code),
        member_id=member_id,
        source=Source("coupon_claim", member_id),
        by=by,
        at=at,
        store_id=store_id,
        way=way,
    )


def take_unclaimed(row: Coupon, member_id: int, *, by: Actor, at: datetime) -> None:
    """Let the member have a code that nobody has claimed; days counted from the grant are counted from now."""
    cause = Cause(Source("coupon", row.id), by, at)
    version = templates.version(row.rule_version_id)
    if row.member_id is not None or row.state != CouponState.ISSUED:
        raise CodeTaken(field="code")
    row.valid_from, row.expires_on = issuing.days(version, cause.day)
    with issuing.open_page([member_id], [_nobody(row)], cause):
        failpoints.hit("coupons.between_check_and_claim")
        issuing.lay(row, _from_nobody(row, member(member_id), cause))
        if not issuing.count_issued(version, {member_id: 1}):
            raise HadEnough(template=row.template)
    if not sql.mark_claimed(row, member_id):
        raise CodeTaken(field="code")
    row.member_id = member_id
    outbox.emit(Issued(row.template, [row.id], [member_id]), by=by, at=at)


def lay_for_nobody(row: Coupon, *, by: Actor, at: datetime) -> None:
    """Make an unclaimed code a lot of its batch, so that whoever brings it can use it without being a member."""
    cause = Cause(Source("coupon", row.id), by, at)
    with issuing.open_page([], [_nobody(row)], cause):
        issuing.lay(row, _from_nobody(row, _nobody(row), cause))
    Coupon.objects.filter(id=row.id, lot_id__isnull=True).update(lot_id=row.lot_id, set_id=row.set_id)


def _template_of(said: str) -> str:
    word = GenericCode.objects.filter(word=codes.word(said)).first()
    if word is None:
        raise UnknownCode(field="code")
    return word.template


def _nobody(row: Coupon) -> Holder:
    return quota(row.batch_id or 0)


def _from_nobody(row: Coupon, holder: Holder, cause: Cause) -> Posted:
    """Take the code from those that nobody has claimed, and give the holder its lot. Refuses CodeTaken."""
    if row.set_id is not None:
        undone = book.reverse(reversal=Reversal(row.set_id, cause.source), by=cause.by, at=cause.at)
        if undone.debt:
            raise CodeTaken(field="code")
    else:
        _take_unit(row, cause)
    return book.earn(earning=issuing.earning(row, holder), by=cause.by, at=cause.at)


def _take_unit(row: Coupon, cause: Cause) -> None:
    spending = Spending(_nobody(row), QUOTA_CURRENCY, 1, cause.source)
    try:
        book.redeem(spending=spending, by=cause.by, at=cause.at)
    except book.NotEnough as gone:
        raise CodeTaken(field="code") from gone


def _code_rows(version: Version, batch_id: int, count: int, cause: Cause) -> list[Sequence[object]]:
    valid_from, expires_on = issuing.days(version, cause.day)
    # counted from the grant, which for a code is its claim: until then it has no end
    open_ended = rules.counts_from_grant(version.template.validity)
    row = issuing.row_of(0, version, cause)
    row.batch_id, row.valid_from = batch_id, cause.day if open_ended else valid_from
    row.expires_on = None if open_ended else expires_on
    return [
        [
            coupon_id if name == "id" else codes.index_of(codes.code_of(coupon_id)) if name == "code_index" else value
            for name, value in zip(issuing.COLUMNS, [getattr(row, name) for name in issuing.COLUMNS], strict=True)
        ]
        for coupon_id in ids.many(count)
    ]
