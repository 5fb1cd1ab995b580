"""A member has a reward: for points, or given. Claim the id, judge, take points and stock, make what it is.

All of it is one transaction, and what is taken is written on one page of the book.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import Status
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Source, member, quota
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as coupon_terms
from shuke.ledgers.coupons.types import CURRENCY as COUPON
from shuke.ledgers.coupons.types import QUOTA_CURRENCY as COUPON_QUOTA
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes import queries as plans
from shuke.ledgers.passes.types import CURRENCY as PASS
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.selling.rewards import queries, refused, rules, sql, stocking
from shuke.selling.rewards.document import Coupon, Pass, Reward
from shuke.selling.rewards.models import Allowance, GiftStock, RewardExchange
from shuke.selling.rewards.types import CURRENCY as GIFT
from shuke.selling.rewards.types import SOURCE, Exchange, ExchangeState, Occasion

_CURRENCIES = frozenset({POINTS, GIFT, COUPON, COUPON_QUOTA, PASS})
_COLUMNS = (
    "id", "reward", "kind", "rule_version_id", "member_id", "occasion", "occasion_key", "period", "store_id", "state",
    "points", "extra_minor", "paid_reference", "asked_by", "asked_at", "asked_on", "collect_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ask:
    """A reward that is asked for: under which terms, by whom, why and where it is to be collected."""

    id: int
    member_id: int
    reward: str
    version_id: int
    terms: Reward
    occasion: Occasion
    occasion_key: str
    points: int
    store_id: int | None
    paid_reference: str
    by: Actor
    at: datetime

    @property
    def day(self) -> date:
        """The business day of the asking."""
        return clock.business_date(self.at)

    @property
    def source(self) -> Source:
        """The exchange as the cause of what it takes and makes."""
        return Source(SOURCE, self.id)


@transaction.atomic
def exchange(
    *,
    exchange_id: int,
    member_id: int,
    reward: str,
    store_id: int,
    by: Actor,
    at: datetime,
    paid_minor: int = 0,
    paid_reference: str = "",
) -> Exchange:
    """Give a member a reward for points, to be collected in the store; once for an id, which the client made.

    Extra money is paid before, and `paid_reference` says by which receipt. Refuses NoSuchReward, GivenOnly, TierTooLow,
    NotInThisStore, ExtraMoneyDue, HadEnough, GiftsGone, MemberFrozen, IdUsedForAnother, NotEnough by the book, and
    NotRedeemable by points: a price keeps to the step in which points are spent.
    """
    if known := _known(exchange_id, member_id, reward):
        return known
    version_id, terms = _terms(reward, at)
    if not terms.points:
        raise refused.GivenOnly
    if paid_minor != terms.extra_minor or (paid_minor and not paid_reference):
        raise refused.ExtraMoneyDue(field="paid_minor", due=terms.extra_minor)
    ask = _Ask(
        exchange_id, _buyer(member_id, at), reward, version_id, terms, Occasion.EXCHANGE, "", terms.points, store_id,
        paid_reference, by, at,
    )  # fmt: skip
    return _have(ask)


@transaction.atomic
def give(
    *,
    exchange_id: int,
    member_id: int,
    reward: str,
    occasion: Occasion,
    reason: str,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    occasion_key: str = "",
) -> Exchange:
    """Give a member a reward for nothing: a souvenir, a surprise, a birthday present; once for an id.

    For one `occasion_key` ("birthday:2026") a member is given it once; asked again, the same is the answer. Refuses
    what `exchange` refuses except points and money, and ReasonMissing.
    """
    if not reason.strip():
        raise refused.ReasonMissing(field="reason")
    if known := _known(exchange_id, member_id, reward) or _given_before(member_id, reward, occasion_key):
        return known
    version_id, terms = _terms(reward, at)
    buyer = _buyer(member_id, at)
    ask = _Ask(
        exchange_id, buyer, reward, version_id, terms, occasion, occasion_key, 0, store_id, "", by, at
    )  # fmt: skip
    given = _have(ask)
    after = {"reward": reward, "occasion": occasion.value}
    audit.record(by=by, at=at, action="rewards.give", subject=f"member:{buyer}", after=after, reason=reason)
    return given


def _have(ask: _Ask) -> Exchange:
    _judge(ask)
    if not _claim(ask):
        known = _known(ask.id, ask.member_id, ask.reward) or _given_before(ask.member_id, ask.reward, ask.occasion_key)
        if known is None:
            raise refused.IdUsedForAnother(field="exchange_id")
        return known
    failpoints.hit("rewards.claimed")
    stock_id = _stock(ask)
    with _one_page(ask, stock_id):
        _count(ask)
        made = {
            "points_set_id": _pay(ask),
            "stock_set_id": None if stock_id is None else _take(stock_id, ask),
            **_make(ask),
        }
    failpoints.hit("rewards.posted")
    RewardExchange._base_manager.filter(id=ask.id).update(**made)
    return queries.fact(RewardExchange._base_manager.get(id=ask.id))


def _judge(ask: _Ask) -> None:
    terms = ask.terms
    if terms.min_level and tiers.level(ask.member_id, on=ask.day) < terms.min_level:
        raise refused.TierTooLow(level=terms.min_level)
    if terms.store_ids and ask.store_id is not None and ask.store_id not in terms.store_ids:
        raise refused.NotInThisStore(field="store_id")
    if isinstance(terms.gives, Pass):
        plan = plans.plan_on(terms.gives.plan, ask.day)
        if plan is None or plan.body["price_minor"] != terms.extra_minor:
            raise refused.PassHasItsPrice(plan=terms.gives.plan)


def _claim(ask: _Ask) -> bool:
    """Take the id (and the occasion) for this act: a twin waits here, and then finds what was done."""
    terms = ask.terms
    row = (
        ask.id, ask.reward, terms.gives.kind, ask.version_id, ask.member_id, ask.occasion.value, ask.occasion_key,
        rules.period(terms.every, ask.day), ask.store_id, ExchangeState.WAITING.value, ask.points,
        terms.extra_minor if ask.points else 0, ask.paid_reference, ask.by.id, ask.at, ask.day,
        rules.collect_until(terms.collect_days, ask.day),
    )  # fmt: skip
    return bool(bulk.insert(RewardExchange, _COLUMNS, [row], ignore_conflicts=True))


def _stock(ask: _Ask) -> int | None:
    if not ask.terms.limited_stock:
        return None
    stock_id = GiftStock.objects.filter(reward=ask.reward).values_list("id", flat=True).first()
    if stock_id is None:
        raise refused.GiftsGone(reward=ask.reward)
    return stock_id


@contextmanager
def _one_page(ask: _Ask, stock_id: int | None) -> Iterator[None]:
    """Open the book for the member, the stock of the reward, and the quotas of the coupon that it may be."""
    holders = [member(ask.member_id)] + ([] if stock_id is None else [quota(stock_id)])
    if isinstance(ask.terms.gives, Coupon):
        holders += coupon_terms.holders([ask.terms.gives.template], on=ask.day, store_id=ask.store_id)
    with book.together(holders=holders, currencies=_CURRENCIES, spends={POINTS, GIFT}, by=ask.by, at=ask.at):
        yield


def _count(ask: _Ask) -> None:
    """Count one more for the member. What accounts merged into the member's have had counts too."""
    most = ask.terms.per_member
    if most is None:
        return
    period = rules.period(ask.terms.every, ask.day)
    absorbed = set(members.family(ask.member_id)) - {ask.member_id}
    rows = Allowance.objects.filter(member_id__in=absorbed, reward=ask.reward, period=period)
    had = sum(rows.values_list("taken", flat=True)) if absorbed else 0
    if not sql.take_allowance(ask.reward, ask.member_id, period, most - had):
        raise refused.HadEnough


def _pay(ask: _Ask) -> int | None:
    if not ask.points:
        return None
    posted = points.redeem(
        member_id=ask.member_id, points=ask.points, source=ask.source, store_id=ask.store_id, by=ask.by, at=ask.at
    )
    return posted.set_id


def _take(stock_id: int, ask: _Ask) -> int:
    return stocking.take_one(stock_id=stock_id, source=ask.source, store_id=ask.store_id, by=ask.by, at=ask.at)


def _make(ask: _Ask) -> dict[str, object]:
    """Make what is there at once; gifts and services wait to be collected."""
    gives = ask.terms.gives
    at_once = {"state": ExchangeState.COLLECTED, "collected_at": ask.at, "cost_minor": 0, "collected_by": ask.by.id}
    if isinstance(gives, Coupon):
        coupon_id = coupons.issue(
            template=gives.template,
            member_id=ask.member_id,
            source=ask.source,
            store_id=ask.store_id,
            by=ask.by,
            at=ask.at,
        )
        return at_once | {"coupon_id": coupon_id}
    if isinstance(gives, Pass):
        pass_id = passes.sell(
            pass_id=ids.new(),
            plan=gives.plan,
            member_id=ask.member_id,
            store_id=ask.store_id or ask.by.store_id or 0,
            source=ask.source,
            by=ask.by,
            at=ask.at,
        )
        return at_once | {"pass_id": pass_id}
    return {}


def _terms(reward: str, at: datetime) -> tuple[int, Reward]:
    found = queries.reward_on(reward, clock.business_date(at))
    if found is None:
        raise refused.NoSuchReward(field="reward", reward=reward)
    return found


def _buyer(member_id: int, at: datetime) -> int:
    customer = members.customer(member_id, on=clock.business_date(at))
    if customer.status is Status.FROZEN:
        raise refused.MemberFrozen
    return customer.member_id


def _known(exchange_id: int, member_id: int, reward: str) -> Exchange | None:
    """Return what the id has done before. Refuses IdUsedForAnother."""
    row = RewardExchange._base_manager.filter(id=exchange_id).first()
    if row is None:
        return None
    if row.reward != reward or member_id not in {row.member_id, *members.family(row.member_id)}:
        raise refused.IdUsedForAnother(field="exchange_id")
    return queries.fact(row)


def _given_before(member_id: int, reward: str, occasion_key: str) -> Exchange | None:
    if not occasion_key:
        return None
    rows = RewardExchange._base_manager.filter(reward=reward, occasion_key=occasion_key)
    row = rows.filter(member_id__in={member_id, *members.family(member_id)}).order_by("id").first()
    return queries.fact(row) if row else None
