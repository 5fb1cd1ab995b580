"""Gifts for nothing: souvenirs, surprises and birthday presents, with stock, collection and cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.apps.rewards.conftest import CLERK, NOON, TODAY, cup_for, give, grant, left, points_of, put, reward, souvenir

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.coupons import queries as coupons
from shuke.selling.rewards import operations as rewards
from shuke.selling.rewards import queries, rules
from shuke.selling.rewards.types import Cost, ExchangeState, Occasion


@pytest.mark.covers("B35")
def test_a_souvenir_has_stock_a_gift_a_collection_and_a_cost(anna, join, shop) -> None:
    code = souvenir(limited_stock=True)
    grant(code, 2)
    bella = join(2)

    first, second = give(anna, code, store_id=shop), give(bella, code, store_id=shop)
    assert (left(code), points_of(anna)) == (0, 500)
    with pytest.raises(rewards.GiftsGone):
        give(anna, code, store_id=shop)

    assert [each.id for each in queries.waiting()] == [first.id, second.id]
    rewards.collect(exchange_id=first.id, by=CLERK, at=NOON)
    rewards.cancel(exchange_id=second.id, reason="未到店", by=CLERK, at=NOON)

    assert left(code) == 1
    assert queries.costs(since=TODAY, until=TODAY + timedelta(days=1)) == [
        Cost(code, Occasion.SOUVENIR, asked=2, waiting=0, collected=1, cancelled=1, points=0, extra_minor=0,
             cost_minor=300)
    ]  # fmt: skip


def test_costs_are_told_by_reward_and_occasion_and_only_in_the_period(anna, cup, shop) -> None:
    code = cup_for(100, cup)
    given = give(anna, code, Occasion.SURPRISE, store_id=shop)
    had = rewards.exchange(exchange_id=given.id + 1, member_id=anna, reward=code, store_id=shop, by=CLERK, at=NOON)
    for each in (given, had):
        rewards.collect(exchange_id=each.id, by=CLERK, at=NOON)

    told = queries.costs(since=TODAY, until=TODAY + timedelta(days=1))

    assert [(each.occasion, each.points, each.cost_minor) for each in told] == [
        (Occasion.EXCHANGE, 100, 1_000),
        (Occasion.SURPRISE, 0, 1_000),
    ]
    assert queries.costs(since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=9)) == []


def test_what_may_be_collected_anywhere_needs_a_place_when_it_is(anna, shop) -> None:
    given = give(anna, souvenir())

    with pytest.raises(rewards.NotInThisStore):
        rewards.collect(exchange_id=given.id, by=CLERK, at=NOON)

    assert rewards.collect(exchange_id=given.id, by=CLERK, at=NOON, store_id=shop).state is ExchangeState.COLLECTED


def test_for_one_occasion_a_member_is_given_it_once(anna) -> None:
    code = souvenir()

    first, again = (give(anna, code, occasion_key="anniversary:2026") for _ in range(2))

    assert first.id == again.id
    assert len(queries.exchanges(anna)) == 1


@pytest.mark.covers("D37")
def test_on_the_birthday_itself_a_present_and_a_coupon_with_days_of_its_own_once_a_year(join, shop) -> None:
    anna = join(1, birthday="1990-03-10")
    join(2, birthday="1990-03-11")
    put("coupons.template", "BDAY", {
        "name": "生日券",
        "gives": {"kind": "percent_off", "percent_off": 20},
        "validity": {"kind": "from_grant", "days": 1},
    })  # fmt: skip
    reward("CAKE", {"kind": "gift", "cost_minor": 1_500}, on_birthday=True, collect_days=7)
    reward("BDAY20", {"kind": "coupon", "template": "BDAY"}, on_birthday=True)

    assert rewards.give_birthdays(on=TODAY, by=SYSTEM, at=NOON) == 2
    assert rewards.give_birthdays(on=TODAY, by=SYSTEM, at=NOON) == 0

    cake = next(each for each in queries.exchanges(anna) if each.reward == "CAKE")
    assert (cake.occasion, cake.collect_until) == (Occasion.BIRTHDAY, date(2026, 3, 17))
    (held,) = coupons.of_member(anna, on=TODAY)
    assert (held.coupon.valid_from, held.coupon.expires_on) == (TODAY, date(2026, 3, 11))
    next_year = datetime(2027, 3, 10, 4, tzinfo=UTC)
    assert rewards.give_birthdays(on=next_year.date(), by=SYSTEM, at=next_year) == 2


def test_presents_end_with_their_stock_and_the_run_goes_on(join) -> None:
    for number in (1, 2, 3):
        join(number, birthday="1990-03-10")
    code = reward("CAKE", {"kind": "gift", "cost_minor": 1_500}, on_birthday=True, limited_stock=True)
    grant(code, 2)

    assert rewards.give_birthdays(on=TODAY, by=SYSTEM, at=NOON) == 2
    assert left(code) == 0


def test_who_was_born_on_29_february_has_a_birthday_every_year() -> None:
    assert rules.birthdays_on(date(2027, 2, 28)) == ((2, 28), (2, 29))
    assert rules.birthdays_on(date(2028, 2, 28)) == ((2, 28),)
    assert rules.birthdays_on(date(2028, 2, 29)) == ((2, 29),)
