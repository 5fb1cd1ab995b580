"""Read the catalogue, what members have asked for, and what it came to."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, Sum

from shuke.foundation.db.flaws import Flaw
from shuke.foundation.members import queries as members
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import quota
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.points import queries as points
from shuke.selling.rewards import proving, rules
from shuke.selling.rewards.document import Reward
from shuke.selling.rewards.models import Allowance, GiftStock, RewardExchange
from shuke.selling.rewards.types import (
    CURRENCY,
    RULE_KIND,
    Cost,
    Exchange,
    ExchangeState,
    Occasion,
    Offer,
    RewardKind,
    Stock,
    WhyNot,
)


def reward_on(reward: str, on: date) -> tuple[int, Reward] | None:
    """Return the rule version and the terms of the reward on the day; None when it is not there."""
    version = rulebook.find_in_force(RULE_KIND, on, reward)
    if version is None:
        return None
    terms = rulebook.document(version, Reward)
    return (version.id, terms) if terms.holds_on(on) else None


def rewards_on(on: date) -> list[tuple[str, int, Reward]]:
    """Return code, rule version and terms of every reward that is there on the day, by code."""
    every = [
        (version.key, version.id, rulebook.document(version, Reward))
        for version in rulebook.every_in_force(RULE_KIND, on)
    ]
    return [each for each in every if each[2].holds_on(on)]


def terms_of(rule_version_id: int) -> Reward:
    """Return the terms under which an exchange was made; they hold for it whatever comes later."""
    version = rulebook.version(rule_version_id)
    assert version is not None, "an exchange names an approved version"  # noqa: S101
    return rulebook.document(version, Reward)


def catalogue(member_id: int, *, on: date) -> list[Offer]:
    """Return what points can buy on the day, by price, each with what keeps the member from having it now."""
    for_points = [(code, terms) for code, _, terms in rewards_on(on) if terms.points]
    available = points.balance(member_id).available
    level = tiers.level(member_id, on=on)
    left = {each.reward: each.left for each in stock()}
    had = _had(member_id)
    offers = []
    for code, terms in for_points:
        taken = had[code, rules.period(terms.every, on)]
        pieces = left.get(code, 0) if terms.limited_stock else None
        against = {
            WhyNot.TIER_TOO_LOW: level < terms.min_level,
            WhyNot.GONE: pieces == 0,
            WhyNot.HAD_ENOUGH: terms.per_member is not None and taken >= terms.per_member,
            WhyNot.NOT_ENOUGH_POINTS: available < terms.points,
        }
        offers.append(_offer(code, terms, pieces, tuple(reason for reason, holds in against.items() if holds)))
    return sorted(offers, key=lambda offer: (offer.points, offer.reward))


def exchange(exchange_id: int) -> Exchange | None:
    """Return an exchange within the open scope, or None."""
    row = RewardExchange.objects.filter(id=exchange_id).first()
    return fact(row) if row else None


def exchanges(member_id: int, *, limit: int = 50, before: int | None = None) -> list[Exchange]:
    """Return what a member has asked for and was given, the latest first."""
    rows = RewardExchange._base_manager.filter(member_id__in=members.family(member_id)).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [fact(row) for row in rows[:limit]]


def waiting(*, limit: int = 50, after: int = 0) -> list[Exchange]:
    """Return what is to be collected in the stores of the open scope, in the order in which it was asked for."""
    rows = RewardExchange.objects.filter(state=ExchangeState.WAITING, id__gt=after).order_by("id")
    return [fact(row) for row in rows[:limit]]


def stock() -> list[Stock]:
    """Return what was granted and is left of each reward, by code."""
    rows = list(GiftStock.objects.order_by("reward"))
    balances = book.balances([quota(row.id) for row in rows], CURRENCY)
    return [Stock(row.reward, row.granted, balances[quota(row.id)].available) for row in rows]


def costs(*, since: date, until: date) -> list[Cost]:
    """Return what rewards asked for in [since, until) came to within the open scope, by reward and occasion."""
    rows = RewardExchange.objects.filter(asked_on__gte=since, asked_on__lt=until).values("reward", "occasion")
    stands = ~Q(state=ExchangeState.CANCELLED)
    sums = rows.annotate(
        asked=Count("id"),
        waiting=Count("id", filter=Q(state=ExchangeState.WAITING)),
        collected=Count("id", filter=Q(state=ExchangeState.COLLECTED)),
        cancelled=Count("id", filter=Q(state=ExchangeState.CANCELLED)),
        total_points=Sum("points", filter=stands),
        total_extra=Sum("extra_minor", filter=stands),
        total_cost=Sum("cost_minor", filter=Q(state=ExchangeState.COLLECTED)),
    )
    return [
        Cost(
            reward=row["reward"],
            occasion=Occasion(row["occasion"]),
            asked=row["asked"],
            waiting=row["waiting"],
            collected=row["collected"],
            cancelled=row["cancelled"],
            points=row["total_points"] or 0,
            extra_minor=row["total_extra"] or 0,
            cost_minor=row["total_cost"] or 0,
        )
        for row in sums.order_by("reward", "occasion")
    ]


def fact(row: RewardExchange) -> Exchange:
    """Return what a row says."""
    return Exchange(
        id=row.id,
        reward=row.reward,
        kind=RewardKind(row.kind),
        rule_version_id=row.rule_version_id,
        member_id=row.member_id,
        occasion=Occasion(row.occasion),
        store_id=row.store_id,
        state=ExchangeState(row.state),
        points=row.points,
        extra_minor=row.extra_minor,
        asked_at=row.asked_at,
        collect_until=row.collect_until,
        collected_at=row.collected_at,
        cost_minor=row.cost_minor,
        coupon_id=row.coupon_id,
        pass_id=row.pass_id,
    )


def flaws() -> Iterator[Flaw]:
    """Yield every exchange whose points were not taken as it says; for `shuke prove`."""
    yield from proving.find()


def _had(member_id: int) -> dict[tuple[str, str], int]:
    had: dict[tuple[str, str], int] = defaultdict(int)
    rows = Allowance.objects.filter(member_id__in=members.family(member_id))
    for reward, period, taken in rows.values_list("reward", "period", "taken"):
        had[reward, period] += taken
    return had


def _offer(code: str, terms: Reward, left: int | None, reasons: tuple[WhyNot, ...]) -> Offer:
    return Offer(
        reward=code,
        zh=terms.zh,
        en=terms.en,
        kind=RewardKind(terms.gives.kind),
        points=terms.points,
        extra_minor=terms.extra_minor,
        left=left,
        store_ids=terms.store_ids,
        reasons=reasons,
    )
