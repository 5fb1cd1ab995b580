"""Points for goods: taken once, handed out once, given back whole."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.rewards.conftest import (
    CLERK,
    NOON,
    OPENED,
    TODAY,
    cup_for,
    exchange,
    give,
    grant,
    left,
    points_of,
    put,
    reward,
    souvenir,
)

from shuke.foundation import ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.members import operations as members
from shuke.foundation.rulebook.operations import InvalidRule
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as coupon_queries
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.passes import queries as passes
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stock import queries as shelves
from shuke.selling.rewards import operations as rewards
from shuke.selling.rewards import queries
from shuke.selling.rewards.types import Every, ExchangeState, RewardKind, WhyNot

COUPON = {
    "name": "满100减10",
    "gives": {"kind": "amount_off", "amount_minor": 1_000},
    "validity": {"kind": "from_grant", "days": 7},
}
PLAN = {
    "zh": "咖啡五次",
    "en": "Five coffees",
    "service": "coffee",
    "price_minor": 0,
    "sessions": 5,
    "session_list_minor": 1_800,
}


@pytest.mark.covers("D44")
def test_a_cup_is_had_for_points_while_there_is_stock(anna, join, cup, shop) -> None:
    code = cup_for(200, cup, limited_stock=True)
    grant(code, 1)
    bella = join(2)
    (offer,) = queries.catalogue(anna, on=TODAY)
    assert (offer.reward, offer.points, offer.left, offer.can_be_had) == ("CUP", 200, 1, True)

    had = exchange(anna, code, shop)

    assert (had.state, had.points, points_of(anna), left(code)) == (ExchangeState.WAITING, 200, 300, 0)
    with pytest.raises(rewards.GiftsGone):
        exchange(bella, code, shop)
    assert points_of(bella) == 500
    assert queries.catalogue(bella, on=TODAY)[0].reasons == (WhyNot.GONE,)

    out = rewards.collect(exchange_id=had.id, by=CLERK, at=NOON)
    assert (out.state, out.cost_minor) == (ExchangeState.COLLECTED, 1_000)
    assert shelves.on_hand(store_id=shop, sku_ids=[cup])[cup].on_hand == 1_000


def test_the_same_id_takes_once_and_another_exchange_may_not_use_it(anna, join, cup, shop) -> None:
    code, key = cup_for(200, cup), ids.new()

    first, second = (exchange(anna, code, shop, exchange_id=key) for _ in range(2))

    assert first == second
    assert points_of(anna) == 300
    with pytest.raises(rewards.IdUsedForAnother):
        exchange(join(2), code, shop, exchange_id=key)


def test_what_is_refused_takes_nothing(anna, join, cup, shop) -> None:
    code = cup_for(200, cup, limited_stock=True)
    grant(code, 5)
    poor = join(2, points_held=100)

    with pytest.raises(book.NotEnough):
        exchange(poor, code, shop)

    assert (points_of(poor), left(code)) == (100, 5)
    assert queries.exchanges(poor) == []


def test_a_cup_is_handed_out_once(anna, cup, shop) -> None:
    had = exchange(anna, cup_for(200, cup), shop)
    rewards.collect(exchange_id=had.id, by=CLERK, at=NOON)

    with pytest.raises(rewards.NotWaiting):
        rewards.collect(exchange_id=had.id, by=CLERK, at=NOON)
    with pytest.raises(rewards.NotWaiting):
        rewards.cancel(exchange_id=had.id, reason="退回", by=CLERK, at=NOON)

    assert shelves.on_hand(store_id=shop, sku_ids=[cup])[cup].on_hand == 1_000


def test_nothing_is_handed_out_that_the_shelf_does_not_have(anna, cup, shop) -> None:
    had = exchange(anna, cup_for(200, cup), shop)
    stock.adjust(store_id=shop, sku_id=cup, quantity_milli=-2_000, reason="盘亏", by=SYSTEM, at=NOON)

    with pytest.raises(stock.NotInStock):
        rewards.collect(exchange_id=had.id, by=CLERK, at=NOON)

    assert queries.exchange(had.id) == had


def test_cancelling_gives_points_stock_and_the_place_under_the_limit_back(anna, cup, shop) -> None:
    code = cup_for(200, cup, limited_stock=True, per_member=1)
    grant(code, 3)
    had = exchange(anna, code, shop)

    undone = rewards.cancel(exchange_id=had.id, reason="顾客改主意", by=CLERK, at=NOON)

    assert (undone.state, points_of(anna), left(code)) == (ExchangeState.CANCELLED, 500, 3)
    with pytest.raises(rewards.NotWaiting):
        rewards.cancel(exchange_id=had.id, reason="再来一次", by=CLERK, at=NOON)
    assert exchange(anna, code, shop).state is ExchangeState.WAITING
    assert book.prove(at=NOON).findings == ()


def test_what_nobody_collects_in_time_lapses_and_comes_back(anna, cup, shop) -> None:
    code = cup_for(200, cup, limited_stock=True, collect_days=3)
    grant(code, 1)
    had = exchange(anna, code, shop)
    third, fourth = (NOON + timedelta(days=days) for days in (2, 3))

    assert rewards.lapse_due(on=third.date(), by=SYSTEM, at=third) == 0
    with pytest.raises(rewards.NotWaiting):
        rewards.collect(exchange_id=had.id, by=CLERK, at=fourth)
    assert rewards.lapse_due(on=fourth.date(), by=SYSTEM, at=fourth) == 1
    assert rewards.lapse_due(on=fourth.date(), by=SYSTEM, at=fourth) == 0

    assert (points_of(anna), left(code)) == (500, 1)


@pytest.mark.parametrize(("every", "days"), [(Every.ONCE, 4_000), (Every.DAY, 1), (Every.MONTH, 22), (Every.YEAR, 297)])
def test_a_member_has_no_more_than_the_limit_in_a_period(anna, cup, shop, every, days) -> None:
    code = cup_for(100, cup, per_member=1, every=every)
    exchange(anna, code, shop)
    with pytest.raises(rewards.HadEnough):
        exchange(anna, code, shop)
    assert queries.catalogue(anna, on=TODAY)[0].reasons == (WhyNot.HAD_ENOUGH,)

    later = NOON + timedelta(days=days)
    if every is Every.ONCE:
        with pytest.raises(rewards.HadEnough):
            exchange(anna, code, shop, at=later)
    else:
        assert exchange(anna, code, shop, at=later).points == 100


def test_what_a_merged_account_had_counts_for_the_survivor(anna, join, cup, shop) -> None:
    code = cup_for(100, cup, per_member=1)
    bella = join(2)
    exchange(anna, code, shop)
    members.merge(survivor_id=bella, merged_id=anna, by=SYSTEM, at=NOON)

    with pytest.raises(rewards.HadEnough):
        exchange(bella, code, shop)
    assert queries.catalogue(bella, on=TODAY)[0].reasons == (WhyNot.HAD_ENOUGH,)
    assert [each.reward for each in queries.exchanges(bella)] == [code]


def test_a_reward_has_its_days_its_stores_and_its_tiers(anna, cup, shop, stores) -> None:
    put("growth.tiers", "default", DEFAULT_RULES)
    cup_for(100, cup, first_day="2026-03-01", last_day="2026-03-10", store_ids=[shop])
    reward("GOLD", {"kind": "service", "cost_minor": 500}, points=100, min_level=2)

    with pytest.raises(rewards.NotInThisStore):
        exchange(anna, "CUP", stores["S2"])
    with pytest.raises(rewards.TierTooLow):
        exchange(anna, "GOLD", shop)
    assert exchange(anna, "CUP", shop).kind is RewardKind.GIFT
    with pytest.raises(rewards.NoSuchReward):
        exchange(anna, "CUP", shop, at=NOON + timedelta(days=1))


def test_extra_money_is_paid_before_and_named(anna, cup, shop) -> None:
    code = cup_for(100, cup, extra_minor=990)
    for told in ({}, {"paid_minor": 900, "paid_reference": "T1-7"}, {"paid_minor": 990}):
        with pytest.raises(rewards.ExtraMoneyDue):
            exchange(anna, code, shop, **told)

    had = exchange(anna, code, shop, paid_minor=990, paid_reference="T1-7")

    assert had.extra_minor == 990


def test_a_coupon_is_there_at_once_and_goes_when_it_is_undone(anna, shop) -> None:
    put("coupons.template", "TEN", COUPON)
    code = reward("VOUCHER", {"kind": "coupon", "template": "TEN"}, points=100)

    had = exchange(anna, code, shop)

    (held,) = coupon_queries.of_member(anna, on=TODAY)
    assert (had.state, had.coupon_id) == (ExchangeState.COLLECTED, held.coupon.id)
    rewards.cancel(exchange_id=had.id, reason="发错", by=CLERK, at=NOON)
    assert coupon_queries.usable(anna, at=NOON, store_id=shop) == ()
    assert points_of(anna) == 500


def test_a_coupon_that_was_used_is_not_undone(anna, shop) -> None:
    put("coupons.template", "TEN", COUPON)
    had = exchange(anna, reward("VOUCHER", {"kind": "coupon", "template": "TEN"}, points=100), shop)
    coupons.redeem(
        coupon_ids=[had.coupon_id or 0], member_id=anna, source=Source("test", 1), store_id=shop, by=CLERK, at=NOON
    )

    with pytest.raises(coupons.NotUsable):
        rewards.cancel(exchange_id=had.id, reason="发错", by=CLERK, at=NOON)

    assert points_of(anna) == 400


def test_a_pass_for_points_is_one_that_nobody_can_turn_into_money(anna, shop) -> None:
    put("passes.plan", "coffee5", PLAN)
    put("passes.plan", "dear5", PLAN | {"price_minor": 5_000})
    reward("COFFEE", {"kind": "pass", "plan": "coffee5"}, points=300)
    reward("DEAR", {"kind": "pass", "plan": "dear5"}, points=100)

    had = exchange(anna, "COFFEE", shop)

    (held,) = passes.of_member(anna)
    assert (held.id, held.remaining, held.paid_minor) == (had.pass_id, 5, 0)
    with pytest.raises(rewards.PassHasItsPrice):
        exchange(anna, "DEAR", shop)


def test_a_frozen_member_spends_nothing(anna, cup, shop) -> None:
    members.freeze(member_id=anna, reason="盗用", by=SYSTEM, at=NOON)

    with pytest.raises(rewards.MemberFrozen):
        exchange(anna, cup_for(100, cup), shop)


def test_a_price_keeps_to_the_step_of_points(anna, cup, shop) -> None:
    from shuke.ledgers.points import operations as points

    put("points.earn", "default", DEFAULT_RULE)
    with pytest.raises(points.NotRedeemable):
        exchange(anna, cup_for(150, cup), shop)


def test_what_costs_nothing_is_given_and_not_exchanged(anna, shop) -> None:
    with pytest.raises(rewards.GivenOnly):
        exchange(anna, souvenir(), shop)
    assert queries.catalogue(anna, on=TODAY) == []


def test_an_exchange_of_another_store_is_not_there(anna, cup, shop, stores) -> None:
    had = exchange(anna, cup_for(100, cup), shop)

    with scopes.of(scopes.Scope(stores=frozenset({stores["S2"]}), entities=None)):
        assert queries.waiting() == []
        with pytest.raises(rewards.NoSuchExchange):
            rewards.collect(exchange_id=had.id, by=CLERK, at=NOON)
        with pytest.raises(rewards.NoSuchExchange):
            rewards.cancel(exchange_id=had.id, reason="试试", by=CLERK, at=NOON)


def test_stock_is_granted_and_lowered_with_a_reason_and_once_for_an_id(cup) -> None:
    code, key = cup_for(100, cup, limited_stock=True), ids.new()
    for _ in range(2):
        rewards.grant_stock(reward=code, count=10, reason="到货", by=SYSTEM, at=OPENED, grant_id=key)
    rewards.grant_stock(reward=code, count=-4, reason="破损", by=SYSTEM, at=OPENED)

    assert [(each.reward, each.granted, each.left) for each in queries.stock()] == [(code, 6, 6)]
    assert AuditEntry.objects.filter(action="rewards.grant_stock").count() == 2
    with pytest.raises(rewards.GiftsGone):
        rewards.grant_stock(reward=code, count=-7, reason="破损", by=SYSTEM, at=OPENED)
    with pytest.raises(rewards.ReasonMissing):
        rewards.grant_stock(reward=code, count=1, reason=" ", by=SYSTEM, at=OPENED)
    with pytest.raises(rewards.NotACount):
        rewards.grant_stock(reward=code, count=0, reason="到货", by=SYSTEM, at=OPENED)


def test_limited_without_a_grant_is_gone(anna, cup, shop) -> None:
    with pytest.raises(rewards.GiftsGone):
        exchange(anna, cup_for(100, cup, limited_stock=True), shop)


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day": "2026-03-02", "last_day": "2026-03-01"},
        {"points": 0, "extra_minor": 100},
        {"points": 10, "on_birthday": True},
        {"gives": {"kind": "gift"}},
        {"gives": {"kind": "gift", "sku_id": 7, "cost_minor": 100}},
        {"per_member": 0},
        {"colour": "red"},
    ],
)
def test_a_reward_that_makes_no_sense_is_refused_when_it_is_proposed(db, wrong) -> None:
    with pytest.raises(InvalidRule):
        reward("ODD", **({"gives": {"kind": "service"}, "points": 10} | wrong))


def test_the_database_itself_keeps_limit_and_hand_out(anna, cup, shop) -> None:
    had = exchange(anna, cup_for(100, cup, per_member=2), shop)
    for statement in (
        "UPDATE rewards_allowance SET taken = 3",
        f"UPDATE rewards_exchange SET state = 'collected' WHERE id = {had.id}",
        f"UPDATE rewards_exchange SET points = -1 WHERE id = {had.id}",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_reason_is_asked_of_whoever_cancels_or_gives(anna, cup, shop) -> None:
    had = exchange(anna, cup_for(100, cup), shop)
    with pytest.raises(rewards.ReasonMissing):
        rewards.cancel(exchange_id=had.id, reason=" ", by=CLERK, at=NOON)
    with pytest.raises(rewards.ReasonMissing):
        give(anna, "CUP", reason="")
