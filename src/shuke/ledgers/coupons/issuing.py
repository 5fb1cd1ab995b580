"""Give coupons: to one member, to thousands, or as a bundle that is given whole or not at all."""

import functools
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.db import bulk
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Earning, Holder, Posted, Source, member
from shuke.ledgers.coupons import quotas, rules, sql, templates
from shuke.ledgers.coupons.events import Issued
from shuke.ledgers.coupons.models import Allowance, Coupon, Pack
from shuke.ledgers.coupons.templates import Version
from shuke.ledgers.coupons.types import CURRENCY, QUOTA_CURRENCY, CouponState, IssuedMany, Way
from shuke.ledgers.coupons.types import Pack as Given

T = TypeVar("T")
BATCH = 5_000
COLUMNS = (
    "id", "template", "rule_version_id", "member_id", "batch_id", "code_index", "pack_id", "way", "occasion", "serial",
    "store_id", "funder_id", "source_kind", "source_id", "issued_on", "valid_from", "expires_on", "lot_id", "set_id",
    "state", "given_back",
)  # fmt: skip


class HadEnough(Refusal):
    """The member has been issued as many of the template as a member may have."""

    code = "coupons.had_enough"
    zh = "已达每人限领数量:{template}"
    en = "The member has had as many of {template} as one may have"


class NotThisWay(Refusal):
    """The template is not issued in this way."""

    code = "coupons.not_this_way"
    zh = "优惠券 {template} 不能以此方式领取"
    en = "Coupons of {template} are not to be had in this way"


class NoLongerValid(Refusal):
    """The days of the template are over; a coupon issued now could never be used."""

    code = "coupons.no_longer_valid"
    zh = "优惠券 {template} 的有效期已过"
    en = "The days of {template} are over"


class _Overtaken(Exception):
    """Somebody else issued to a member without account yet between our looking and our writing."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why coupons are issued, by whom, where and when."""

    source: Source
    by: Actor
    at: datetime
    store_id: int | None = None
    occasion: str = ""
    way: Way = Way.GRANT

    @property
    def day(self) -> date:
        """The business day of the issue."""
        return clock.business_date(self.at)


@dataclass(frozen=True, slots=True)
class Ask:
    """One coupon to be issued; `serial` counts those of one template within an occasion."""

    version: Version
    member_id: int
    serial: int = 1
    pack_id: int | None = None


def issue(
    *,
    template: str,
    member_id: int,
    source: Source,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    occasion: str = "",
    way: Way = Way.GRANT,
) -> int:
    """Issue one coupon on today's terms of the template and return its id.

    For one `occasion` ("birthday:2026") a member is given one of the template; asked again, the same is the answer.
    Refuses NoSuchTemplate, NotThisWay, NoLongerValid, SoldOut, HadEnough.
    """
    done = issue_many(
        template=template,
        member_ids=[member_id],
        source=source,
        by=by,
        at=at,
        store_id=store_id,
        occasion=occasion,
        way=way,
    )
    if done.over_limit:
        raise HadEnough(template=template)
    return (done.issued or done.repeated)[member_id]


def issue_many(
    *,
    template: str,
    member_ids: Collection[int],
    source: Source,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    occasion: str = "",
    way: Way = Way.GRANT,
) -> IssuedMany:
    """Issue one coupon to each member; whoever has had enough, or had it for this occasion before, is left out.

    Every 5,000 members are one act: all of them or, with too little stock (SoldOut), none. With an occasion a run that
    was cut off is simply started again.
    """
    cause = Cause(source, by, at, store_id, occasion, way)
    version = templates.in_force(template, cause.day)
    if way not in version.template.ways:
        raise NotThisWay(field="template", template=template)
    runs = [
        _look_again(functools.partial(_issue_batch, version, batch, cause))
        for batch in bulk.batches(sorted(set(member_ids)), BATCH)
    ]
    return IssuedMany(
        issued={who: coupon_id for run in runs for who, coupon_id in run.issued.items()},
        repeated={who: coupon_id for run in runs for who, coupon_id in run.repeated.items()},
        over_limit=tuple(who for run in runs for who in run.over_limit),
    )


def issue_bundle(
    *,
    bundle: str,
    member_id: int,
    source: Source,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    occasion: str = "",
) -> Given:
    """Give a member a bundle (大礼包): every coupon of it, or none when one of them is refused.

    For one `occasion` a member is given it once; asked again, the same pack is the answer.
    """
    cause = Cause(source, by, at, store_id, occasion)
    return _look_again(lambda: _give_pack(bundle, member_id, cause))


def had_enough(version: Version, member_ids: Sequence[int]) -> set[int]:
    """Return the members who have been issued as many of the template as a member may have."""
    most = version.template.per_member
    if most is None:
        return set()
    full = Allowance.objects.filter(member_id__in=member_ids, template=version.code, taken__gte=most)
    return set(full.values_list("member_id", flat=True))


def count_issued(version: Version, wanted: Mapping[int, int]) -> bool:
    """Count so many more for each member; tell whether the limit of every one of them allows it.

    Called when the members' accounts are locked, and not before: whoever counts first and then waits for an account
    could meet somebody who holds that account and waits to count.
    """
    most = version.template.per_member
    return most is None or sql.take_allowances(version.code, wanted, most) == set(wanted)


def open_page(member_ids: Collection[int], holders: Collection[Holder], cause: Cause) -> AbstractContextManager[object]:
    """Lock the members' coupons and the quotas: every count that is judged from here on stays as it is."""
    everybody = [*map(member, member_ids), *holders]
    currencies = [CURRENCY, QUOTA_CURRENCY] if holders else [CURRENCY]
    return book.together(holders=everybody, currencies=currencies, by=cause.by, at=cause.at)


def write(asks: Sequence[Ask], limits: Mapping[str, Sequence[Holder]], cause: Cause) -> list[int]:
    """Take the coupons out of their quotas, and write each as a lot and a row; return their ids in order."""
    coupon_ids = ids.many(len(asks))
    for code, count in Counter(ask.version.code for ask in asks).items():
        quotas.take(limits[code], count, template=code, source=cause.source, by=cause.by, at=cause.at)
    failpoints.hit("coupons.between_check_and_write")
    rows = [_asked(coupon_id, ask, cause) for coupon_id, ask in zip(coupon_ids, asks, strict=True)]
    posted = book.earn_many(
        earnings=[earning(row, member(row.member_id or 0)) for row in rows], by=cause.by, at=cause.at
    )
    for row, result in zip(rows, posted, strict=True):
        lay(row, result)
    values = ([getattr(row, name) for name in COLUMNS] for row in rows)
    if bulk.insert(Coupon, COLUMNS, values, ignore_conflicts=bool(cause.occasion)) < len(rows):
        raise _Overtaken
    outbox.emit(*_told(rows), by=cause.by, at=cause.at)
    return coupon_ids


def _told(rows: Sequence[Coupon]) -> list[Issued]:
    by_template: dict[str, list[Coupon]] = {}
    for row in rows:
        by_template.setdefault(row.template, []).append(row)
    return [
        Issued(template, [row.id for row in those], [row.member_id or 0 for row in those])
        for template, those in by_template.items()
    ]


def earning(row: Coupon, holder: Holder) -> Earning:
    """Return the lot that the coupon is to be: its source is the coupon itself, wherever the lot goes."""
    return Earning(
        holder=holder,
        currency=CURRENCY,
        amount=1,
        source=Source("coupon", row.id),
        expires_on=row.expires_on,
        store_id=row.store_id,
        funder_id=row.funder_id,
        restriction=row.template,
        rule_version_id=row.rule_version_id,
    )


def lay(row: Coupon, posted: Posted) -> None:
    """Note on the row which lot it is, and the set that issued it."""
    row.lot_id, row.set_id = posted.parts[0].lot_id, posted.set_id


@transaction.atomic
def _give_pack(bundle: str, member_id: int, cause: Cause) -> Given:
    version_id, contents = templates.bundle_in_force(bundle, cause.day)
    versions = [(templates.in_force(each.template, cause.day), each.count) for each in contents.contents]
    limits = {version.code: quotas.limits_of(version, cause.store_id) for version, _ in versions}
    with open_page([member_id], [holder for holders in limits.values() for holder in holders], cause):
        if cause.occasion and (before := _pack_before(bundle, member_id, cause.occasion)):
            return before
        pack_id = _open_pack(bundle, version_id, member_id, cause)
        asks = [Ask(version, member_id, n, pack_id) for version, count in versions for n in range(1, count + 1)]
        coupon_ids = tuple(write(asks, limits, cause))
        for version, count in versions:
            if not count_issued(version, {member_id: count}):
                raise HadEnough(template=version.code)
        return Given(pack_id, bundle, coupon_ids)


def _open_pack(bundle: str, version_id: int, member_id: int, cause: Cause) -> int:
    columns = ("id", "bundle", "rule_version_id", "member_id", "occasion", "issued_on")
    row = (ids.new(), bundle, version_id, member_id, cause.occasion, cause.day)
    if not bulk.insert(Pack, columns, [row], ignore_conflicts=bool(cause.occasion)):
        raise _Overtaken
    return row[0]


def _look_again(act: Callable[[], T]) -> T:
    """Whoever is overtaken has waited for the first to commit; what was issued meanwhile is seen the next time."""
    while True:
        try:
            return act()
        except _Overtaken:
            continue


@transaction.atomic
def _issue_batch(version: Version, member_ids: Sequence[int], cause: Cause) -> IssuedMany:
    limits = quotas.limits_of(version, cause.store_id)
    with open_page(member_ids, limits, cause):
        before = _before(version.code, member_ids, cause.occasion) if cause.occasion else {}
        new = [member_id for member_id in member_ids if member_id not in before]
        full = had_enough(version, new)
        lucky = [member_id for member_id in new if member_id not in full]
        coupon_ids = write([Ask(version, who) for who in lucky], {version.code: limits}, cause) if lucky else []
        if not count_issued(version, dict.fromkeys(lucky, 1)):
            raise _Overtaken
    return IssuedMany(issued=dict(zip(lucky, coupon_ids, strict=True)), repeated=before, over_limit=tuple(sorted(full)))


def _before(template: str, member_ids: Sequence[int], occasion: str) -> dict[int, int]:
    """Return member id → the coupon that was issued for the occasion before."""
    rows = Coupon.objects.filter(template=template, occasion=occasion, member_id__in=member_ids)
    return {row.member_id: row.id for row in rows.only("member_id") if row.member_id is not None}


def _pack_before(bundle: str, member_id: int, occasion: str) -> Given | None:
    pack = Pack.objects.filter(bundle=bundle, member_id=member_id, occasion=occasion).first()
    if pack is None:
        return None
    coupons = Coupon.objects.filter(pack=pack).order_by("id").values_list("id", flat=True)
    return Given(pack.id, bundle, tuple(coupons), repeated=True)


def row_of(coupon_id: int, version: Version, cause: Cause) -> Coupon:
    """Return the row of a coupon that is issued now and belongs to nobody yet."""
    valid_from, expires_on = days(version, cause.day)
    return Coupon(
        id=coupon_id,
        template=version.code,
        rule_version_id=version.id,
        way=cause.way,
        occasion=cause.occasion,
        store_id=cause.store_id,
        funder_id=version.template.funder.id,
        source_kind=cause.source.kind,
        source_id=cause.source.id,
        issued_on=cause.day,
        valid_from=valid_from,
        expires_on=expires_on,
        state=CouponState.ISSUED,
    )


def _asked(coupon_id: int, ask: Ask, cause: Cause) -> Coupon:
    row = row_of(coupon_id, ask.version, cause)
    row.member_id, row.serial, row.pack_id = ask.member_id, ask.serial, ask.pack_id
    if ask.pack_id is not None:
        row.occasion = ""  # a pack is given once for its occasion, and its coupons come with it
    return row


def days(version: Version, issued_on: date) -> tuple[date, date | None]:
    """Return on which days a coupon issued on the day may be used. Refuses NoLongerValid."""
    valid_from, expires_on = rules.period(version.template.validity, issued_on)
    if expires_on is not None and expires_on <= valid_from:
        raise NoLongerValid(template=version.code)
    return valid_from, expires_on
