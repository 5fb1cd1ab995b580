"""What can be asked about coupons: which may be used, why one may not, what is left to issue, what became of them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet

from shuke.foundation import clock
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.foundation.db.flaws import Flaw
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Holder, Origin, Source, member, quota
from shuke.ledgers.coupons import claiming, codes, models, proving, quotas, reports, rules, templates, trials, using
from shuke.ledgers.coupons.types import (
    CURRENCY,
    RULE_KIND,
    Coupon,
    CouponState,
    Held,
    Judgement,
    Quota,
    TrialCoupon,
    TrialFinding,
    Use,
    Visits,
    Way,
    WhyNot,
)


def usable(member_id: int, *, at: datetime, store_id: int | None = None) -> tuple[Coupon, ...]:
    """Return the member's coupons that may be used on the day (and in the store), the first to expire first.

    Two statements: the book says which the member holds, also after a merger. Goods, threshold, channel and hours are
    judged where the price is made.
    """
    day = clock.business_date(at)
    held = [lot for lot in accounts.lots(member(member_id), CURRENCY) if lot.remaining]
    lots = {lot.source.id: lot.id for lot in held if lot.expires_on is None or day < lot.expires_on}
    if not lots:
        return ()
    rows = models.Coupon.objects.filter(id__in=lots, state=CouponState.ISSUED, valid_from__lte=day)
    found = [_coupon(row, member_id, lots[row.id]) for row in rows]
    here = [coupon for coupon in found if store_id is None or _is_good_in(coupon, store_id)]
    return tuple(sorted(here, key=lambda coupon: (coupon.expires_on or date.max, coupon.id)))


def usable_among(
    coupon_ids: Collection[int], member_id: int, *, at: datetime, store_id: int | None = None
) -> tuple[Coupon, ...]:
    """Return those of the named coupons that the member may use, as `usable` does; one statement, for a till.

    Only for what came with a merger the book is asked.
    """
    day = clock.business_date(at)
    within, values = bulk.in_list(list(coupon_ids))
    condition = f"state = 'issued' AND valid_from <= %s AND member_id = %s AND lot_id IS NOT NULL AND id {within}"
    own = plain.instances(models.Coupon, condition, [day, member_id, *values])
    rows = [row for row in own if row.expires_on is None or day < row.expires_on]
    if len(rows) < len(set(coupon_ids)):
        return tuple(each for each in usable(member_id, at=at, store_id=store_id) if each.id in coupon_ids)
    found = [_coupon(row, member_id, row.lot_id) for row in rows]
    return tuple(coupon for coupon in found if store_id is None or _is_good_in(coupon, store_id))


def shown(code: str) -> int:
    """Return the coupon whose code was shown to a till. Refuses UnknownCode."""
    found = models.Coupon.objects.filter(code_index=codes.index_of(code)).values_list("id", flat=True).first()
    if found is None:
        raise claiming.UnknownCode(field="coupon_codes")
    return found


def usable_if_shown(
    coupon_ids: Collection[int], member_id: int | None, *, at: datetime, store_id: int
) -> tuple[Coupon, ...]:
    """Return the coupons whose codes were shown: unclaimed, or claimed by whoever shows them.

    Refuses CodeTaken for another's and for a used one, NotUsable on another day or in another store, MembersOnly.
    """
    rows, day = list(models.Coupon.objects.filter(id__in=coupon_ids).order_by("id")), clock.business_date(at)
    for row in rows:
        if row.state != CouponState.ISSUED or (row.member_id is not None and row.member_id != member_id):
            raise claiming.CodeTaken(field="coupon_codes")
        using.judge(row, day, store_id, member_id)
    return tuple(_coupon(row, member_id, row.lot_id) for row in rows)


def bearers(coupon_ids: Collection[int]) -> set[Holder]:
    """Return the holders of codes that nobody has claimed: the batches they were made in."""
    rows = models.Coupon.objects.filter(id__in=coupon_ids, member_id__isnull=True, batch_id__isnull=False)
    return {quota(batch_id) for batch_id in rows.values_list("batch_id", flat=True) if batch_id is not None}


def of_member(member_id: int, *, on: date, limit: int = 50, after: int = 0) -> list[Held]:
    """Return the coupons that the member was issued, was given or holds, in the order of issue, with their state."""
    moved = [lot.source.id for lot in accounts.lots(member(member_id), CURRENCY)]
    rows = models.Coupon.objects.filter(Q(member_id=member_id) | Q(id__in=moved), id__gt=after).order_by("id")
    return [_held(row, on) for row in rows[:limit]]


def coupon(coupon_id: int, *, on: date) -> Held | None:
    """Return a coupon with what became of it, or None."""
    row = models.Coupon.objects.filter(id=coupon_id).first()
    return None if row is None else _held(row, on)


def by_code(code: str) -> Coupon | None:
    """Return the coupon of a single-use code, however it was typed, or None."""
    row = models.Coupon.objects.filter(code_index=codes.index_of(code)).first()
    return None if row is None else _coupon(row, row.member_id, row.lot_id)


def explain(
    coupon_id: int, *, member_id: int | None, at: datetime, store_id: int, channel: str = "store"
) -> Judgement | None:
    """Return whether the coupon may be used there and now, with every reason against it; None for an unknown one."""
    row = models.Coupon.objects.filter(id=coupon_id).first()
    if row is None:
        return None
    judged = judge(_held(row, clock.business_date(at)), at=at, store_id=store_id, channel=channel)
    strange = (WhyNot.NOT_THIS_MEMBER,) if _is_another_members(row, member_id) else ()
    return Judgement(coupon_id, strange + judged.reasons)


def judge(held: Held, *, at: datetime, store_id: int, channel: str = "store") -> Judgement:
    """Return whether its holder may use a coupon there and now, with every reason against it."""
    day, local = clock.business_date(at), clock.local(at)
    reasons = rules.against(held.coupon, held.state, day=day, local=local, store_id=store_id, channel=channel)
    return Judgement(held.coupon.id, tuple(reasons))


def quotas_of(template: str | None = None, *, stores: Collection[int] | None = None) -> list[Quota]:
    """Return what was granted and is left to issue, by template and store; narrowed to the chain's and some stores'."""
    rows = models.Quota.objects.order_by("template", "store_id")
    if template is not None:
        rows = rows.filter(template=template)
    if stores is not None:
        rows = rows.filter(store_id__in=stores)
    wanted = list(rows)
    left = quotas.left(wanted)
    return [Quota(row.template, row.store_id, row.granted, left[row.id]) for row in wanted]


def grantable(on: date) -> dict[str, str]:
    """Return code → name of the templates that may be handed to members on the day."""
    versions = [templates.version(rule.id) for rule in rulebook.every_in_force(RULE_KIND, on)]
    return {row.code: row.template.name for row in versions if Way.GRANT in row.template.ways}


def holders(templates_asked: Collection[str], *, on: date, store_id: int | None) -> list[Holder]:
    """Return the quotas that issuing these templates takes from: to be announced to `book.together` beforehand."""
    versions = [templates.in_force(code, on) for code in sorted(set(templates_asked))]
    return [holder for version in versions for holder in quotas.limits_of(version, store_id)]


def faces(coupon_ids: Collection[int]) -> dict[int, int]:
    """Return coupon id → what one of its terms is worth in the books (fen)."""
    rows = models.Coupon.objects.filter(id__in=coupon_ids).values_list("id", "rule_version_id")
    return {coupon_id: templates.version(version_id).template.face for coupon_id, version_id in rows}


def origins(coupon_ids: Collection[int]) -> dict[int, Origin]:
    """Return coupon id → which store has issued it and who pays for it."""
    rows = models.Coupon.objects.filter(id__in=coupon_ids).values_list("id", "store_id", "funder_id")
    return {coupon_id: Origin(CURRENCY, store_id, funder_id) for coupon_id, store_id, funder_id in rows}


def codes_of_batch(batch_id: int) -> Iterator[tuple[str, date, date | None, str]]:
    """Yield (code, valid from, expires on, state) of each code of a batch, reckoned afresh: no code is stored."""
    rows = models.Coupon.objects.filter(batch_id=batch_id).order_by("id")
    for row in rows.iterator():
        state = row.state if row.member_id is None or row.state != CouponState.ISSUED else "claimed"
        yield codes.code_of(row.id), row.valid_from, row.expires_on, state


def batches(template: str | None = None) -> QuerySet[models.CodeBatch]:
    """Return the batches of codes, the latest first."""
    rows = models.CodeBatch.objects.order_by("-id")
    return rows if template is None else rows.filter(template=template)


def use_by_template(*, since: date, until: date, on: date, stores: Collection[int] | None = None) -> list[Use]:
    """Return what became of the coupons issued in [since, until), by template, as of the day."""
    return reports.by_template(since, until, on, stores)


def use_by_bundle(*, since: date, until: date, on: date, stores: Collection[int] | None = None) -> list[Use]:
    """Return what became of the bundles given in [since, until): coupon by coupon, and as sets."""
    return reports.by_bundle(since, until, on, stores)


def visits(*, since: date, until: date, template: str | None = None) -> list[Visits]:
    """Return to which stores coupons have led whom: receipts that used one in [since, until), by template and store."""
    return reports.visits(since, until, template)


def trial(code: str, body: Mapping[str, object]) -> TrialCoupon:
    """Return the coupon of a template that is only proposed, good on any day, for trying it on past baskets."""
    return trials.trial(code, body)


def lint_trial(
    body: Mapping[str, object], *, paths: Collection[str], stores: Collection[int], channels: Collection[str]
) -> list[TrialFinding]:
    """Return every hole of a proposed template, given the categories, stores and channels that there are."""
    return trials.lint_trial(body, paths=paths, stores=stores, channels=channels)


def flaws() -> Iterator[Flaw]:
    """Yield every coupon that the book knows otherwise; for `shuke prove`."""
    yield from proving.find()


def _is_good_in(coupon: Coupon, store_id: int) -> bool:
    return not coupon.terms.store_ids or store_id in coupon.terms.store_ids


def _is_another_members(row: models.Coupon, member_id: int | None) -> bool:
    if row.member_id is None or row.member_id == member_id:
        return False
    if member_id is None:
        return True
    return row.id not in {lot.source.id for lot in accounts.lots(member(member_id), CURRENCY)}


def _coupon(row: models.Coupon, member_id: int | None, lot_id: int | None) -> Coupon:
    return Coupon(
        id=row.id,
        template=row.template,
        rule_version_id=row.rule_version_id,
        terms=templates.version(row.rule_version_id).terms,
        valid_from=row.valid_from,
        expires_on=row.expires_on,
        member_id=member_id,
        code=codes.code_of(row.id) if row.code_index and row.member_id is None else None,
        lot_id=lot_id,
        funder_id=row.funder_id,
    )


def _held(row: models.Coupon, on: date) -> Held:
    used = row.used_kind is not None and row.used_id is not None
    return Held(
        coupon=_coupon(row, row.member_id, row.lot_id),
        state=rules.state_on(CouponState(row.state), row.expires_on, on),
        name=templates.version(row.rule_version_id).template.name,
        way=Way(row.way),
        issued_on=row.issued_on,
        store_id=row.store_id,
        source=Source(row.source_kind, row.source_id),
        pack_id=row.pack_id,
        used_on=row.used_on,
        used_store_id=row.used_store_id,
        used_by=Source(row.used_kind or "", row.used_id or 0) if used else None,
    )
