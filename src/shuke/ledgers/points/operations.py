"""Everything that gives points or takes them. Balances are posted through the book, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import acts, bulk
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Adjustment, Earning, Posted, Reversal, Run, Source, Spending, member
from shuke.ledgers.points import judging, queries, records, retracting, rules
from shuke.ledgers.points.judging import Judged
from shuke.ledgers.points.models import PointsOpening
from shuke.ledgers.points.types import CURRENCY, EarnableSale, Earned, Explained, OpeningBalance, Outcome

_BATCH = 5_000


class NotRedeemable(Refusal):
    """Points are spent in whole steps from a minimum on."""

    code = "points.not_redeemable"
    status = 422
    zh = "积分须不少于 {minimum},且为 {step} 的整数倍"
    en = "Points are spent from {minimum} on, in steps of {step}"


class ReasonMissing(Refusal):
    """Nobody changes points by hand without saying why."""

    code = "points.reason_missing"
    status = 422
    zh = "请填写调整原因"
    en = "Say why the points are adjusted"


class NotAPointsOpening(Refusal):
    """An opening balance is a positive number of points from a named place."""

    code = "points.not_an_opening"
    status = 422
    zh = "期初积分无效:须为正数并注明来源"
    en = "Not an opening balance: it is above zero and names its origin"


@transaction.atomic
def earn_many(
    *, sales: Sequence[EarnableSale], by: Actor, at: datetime, levels: Mapping[int, int] | None = None
) -> Earned:
    """Judge members' receipts and post what they earn or take back; a receipt known before changes nothing.

    `levels` is receipt id → the tier level the member held before that purchase (0 where it is not given). A return
    with a known original takes back exactly what its lines earned; otherwise the member's latest earnings answer for
    it. What is spent already becomes a debt.
    """
    known = records.known([sale.receipt_id for sale in sales])
    fresh = judging.fresh(sales, known)
    points: dict[int, int] = {}
    for batch in bulk.batches(fresh, _BATCH):
        judged = judging.judge(batch, levels or {})
        failpoints.hit("points.judged")
        _post(judged, by, at)
        records.insert(each.row for each in judged)
        points |= {each.row.receipt_id: each.row.points for each in judged}
    return Earned(points, duplicates=len(sales) - len(fresh))


@acts.part
def earn(*, sale: EarnableSale, level: int, by: Actor, at: datetime) -> Explained:
    """Judge one new receipt as `earn_many` does and say why; for a till. The second time the database refuses it."""
    judged = judging.judge([sale], {sale.receipt_id: level})
    failpoints.hit("points.judged")
    if judged[0].row.outcome == Outcome.EARNED:
        _post_new(judged[0], by, at)
    else:
        _post(judged, by, at)
    records.insert(each.row for each in judged)
    return queries.explained(judged[0].row)


@transaction.atomic
def retract_many(*, receipt_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Undo what the receipts did to points, as if they had never come in; return how many were undone."""
    return retracting.retract(receipt_ids, by, at)


@acts.part
def redeem(
    *,
    member_id: int,
    points: int,
    source: Source,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    idempotency_key: str | None = None,
) -> Posted:
    """Spend points, the first to expire first. Refuses NotRedeemable, and NotEnough by the book.

    The rule in force says the minimum and the step; without a rule any number will do.
    """
    rule = queries.rule_on(clock.business_date(at))
    if rule is not None and not rules.redeemable(points, rule.rule):
        terms = rule.rule.redemption
        raise NotRedeemable(field="points", minimum=terms.minimum, step=terms.step)
    spending = Spending(
        holder=member(member_id),
        currency=CURRENCY,
        amount=points,
        source=source,
        store_id=store_id,
        rule_version_id=rule.version_id if rule else None,
        idempotency_key=idempotency_key,
    )
    return book.redeem(spending=spending, by=by, at=at)


@acts.part
def give_back(*, set_id: int, source: Source, by: Actor, at: datetime, points: int | None = None) -> Posted:
    """Give redeemed points back, all or some: the same lots, with the expiry they had."""
    return book.reverse(reversal=Reversal(set_id=set_id, source=source, amount=points), by=by, at=at)


@transaction.atomic
def adjust(
    *,
    member_id: int,
    points: int,
    reason: str,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    adjustment_id: int | None = None,
) -> Posted:
    """Give (or take, with a negative number) points by hand, with a reason for the audit trail.

    Given points expire as points earned today would. With an `adjustment_id` made by the client the act may be
    repeated and happens once. Refuses ReasonMissing, and NotEnough by the book.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    today = clock.business_date(at)
    rule = queries.rule_on(today)
    source = Source("points_adjustment", adjustment_id or ids.new())
    adjustment = Adjustment(
        holder=member(member_id),
        currency=CURRENCY,
        amount=points,
        source=source,
        expires_on=rules.expires_on(today, rule.rule) if rule and points > 0 else None,
        store_id=store_id,
        idempotency_key=f"points.adjust:{source.id}",
    )
    posted = book.adjust(adjustment=adjustment, by=by, at=at)
    if not posted.repeated:
        subject = f"member:{member_id}"
        audit.record(by=by, at=at, action="points.adjust", subject=subject, after={"points": points}, reason=reason)
    return posted


@transaction.atomic
def award(
    *, member_id: int, points: int, source: Source, by: Actor, at: datetime, store_id: int | None = None
) -> Posted:
    """Give points for something other than a purchase, e.g. a referral; once a source. They expire as earned ones do.

    Refuses NotAnAmount by the book.
    """
    today = clock.business_date(at)
    rule = queries.rule_on(today)
    earning = Earning(
        holder=member(member_id),
        currency=CURRENCY,
        amount=points,
        source=source,
        expires_on=rules.expires_on(today, rule.rule) if rule else None,
        store_id=store_id,
        rule_version_id=rule.version_id if rule else None,
        idempotency_key=f"points.award:{source.kind}:{source.id}",
    )
    return book.earn(earning=earning, by=by, at=at)


@transaction.atomic
def open_balances(*, openings: Sequence[OpeningBalance], by: Actor, at: datetime) -> int:
    """Bring members' points from an old system, each as a lot with its own expiry; return how many lots are new.

    The same member, provenance and expiry come in once, whatever the amount says the second time.
    """
    if any(opening.points <= 0 or not opening.provenance.strip() for opening in openings):
        raise NotAPointsOpening(field="points")
    unique = {_opening_key(opening): opening for opening in openings}
    known = accounts.sets_by_key(unique.keys())
    new = [opening for key, opening in unique.items() if key not in known]
    for batch in bulk.batches(zip(ids.many(len(new)), new, strict=True), _BATCH):
        posted = book.open_balances(openings=[_opening(*each) for each in batch], by=by, at=at)
        rows = [
            (key, opening.member_id, opening.points, opening.expires_on, opening.provenance, result.set_id, at)
            for (key, opening), result in zip(batch, posted, strict=True)
        ]
        columns = ("id", "member_id", "points", "expires_on", "provenance", "set_id", "recorded_at")
        bulk.insert(PointsOpening, columns, rows)
    return len(new)


def release_due(*, on: date, by: Actor, at: datetime) -> Run:
    """Let the points whose return window has closed be spent; one batch, call again until finished."""
    return book.release_due(on=on, by=by, at=at, currency=CURRENCY)


def expire_due(*, on: date, by: Actor, at: datetime) -> Run:
    """Let the points expire whose day has come; one batch, call again until finished."""
    return book.expire_due(on=on, by=by, at=at, currency=CURRENCY)


def _post_new(judged: Judged, by: Actor, at: datetime) -> None:
    """Post one earning that nobody has judged: its row, which the database takes once, is key enough."""
    if judged.row.points:
        earning = replace(_earning(judged, at), idempotency_key=None)
        judged.row.set_id = book.earn(earning=earning, by=by, at=at).set_id


def _post(judged: Sequence[Judged], by: Actor, at: datetime) -> None:
    """Post the earnings, then what goes back, and note each earning's posting set on its row."""
    earning = [each for each in judged if each.row.outcome == Outcome.EARNED and each.row.points]
    posted = book.earn_many(earnings=[_earning(each, at) for each in earning], by=by, at=at) if earning else []
    for each, result in zip(earning, posted, strict=True):
        each.row.set_id = result.set_id
    set_ids = {each.row.receipt_id: each.row.set_id for each in earning}
    asked = {claim.receipt_id for each in judged for claim in each.takes} - set_ids.keys()
    set_ids |= records.set_ids(asked)
    reversals = [
        Reversal(
            set_id=_existing(set_ids[claim.receipt_id]),
            amount=claim.points,
            source=Source("receipt", each.row.receipt_id),
            store_id=each.row.store_id,
            occurred_at=each.sale.sold_at,
            idempotency_key=f"points.back:{each.row.receipt_id}:{claim.receipt_id}",
        )
        for each in judged
        for claim in each.takes
    ]
    if reversals:
        book.reverse_many(reversals=reversals, by=by, at=at)


def _earning(judged: Judged, at: datetime) -> Earning:
    row = judged.row
    waits = row.available_on is not None and row.available_on > clock.business_date(at)
    return Earning(
        holder=member(row.member_id),
        currency=CURRENCY,
        amount=row.points,
        source=Source("receipt", row.receipt_id),
        # a receipt of last year, imported today, has long outlived its return window
        available_on=row.available_on if waits else None,
        expires_on=row.expires_on,
        store_id=row.store_id,
        rule_version_id=row.rule_version_id,
        occurred_at=judged.sale.sold_at,
        idempotency_key=f"points.earn:{row.receipt_id}",
    )


def _opening(key: int, opening: OpeningBalance) -> Earning:
    return Earning(
        holder=member(opening.member_id),
        currency=CURRENCY,
        amount=opening.points,
        source=Source("points_opening", key),
        expires_on=opening.expires_on,
        store_id=opening.store_id,
        idempotency_key=_opening_key(opening),
    )


def _opening_key(opening: OpeningBalance) -> str:
    return f"points.open:{opening.member_id}:{opening.expires_on}:{opening.provenance}"


def _existing(set_id: int | None) -> int:
    assert set_id is not None, "points are taken back only from an earning that was posted"  # noqa: S101
    return set_id
