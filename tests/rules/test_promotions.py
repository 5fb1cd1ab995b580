"""Each kind of promotion as a decision table, and how promotions live together."""

from datetime import UTC, datetime, time

import pytest
from tests.rules.pricing_cast import (
    CANDY,
    MEMBER,
    MILK,
    STORE,
    TOY,
    WINE,
    basket,
    causes,
    line,
    nets,
    price,
    promotion,
    rules,
    why,
)

from shuke.selling.promotions.document import PricePolicy
from shuke.selling.promotions.types import Standing

STEPS = [{"at": 20_000, "amount_off_minor": 2_000}, {"at": 30_000, "amount_off_minor": 5_000}]
FULL = {"kind": "threshold", "steps": STEPS}
HALF_SECOND = {"kind": "nth_item", "nth": 2, "percent_off": 50}


@pytest.mark.parametrize(("yuan", "off"), [(199, 0), (200, 2_000), (299, 2_000), (300, 5_000), (900, 5_000)], ids=str)
def test_the_highest_step_reached_counts(yuan: int, off: int) -> None:
    priced = price(basket(line(1, MILK, yuan)), rules(promotion(FULL)))

    assert priced.list_minor - priced.net_minor == off


def test_a_missed_step_says_how_much_is_missing() -> None:
    (reason,) = price(basket(line(1, MILK, 190)), rules(full=promotion(FULL))).reasons

    assert (reason.code, reason.subject, reason.detail) == ("promotion.below_threshold", "rule:full", 1_000)


@pytest.mark.parametrize(("max_times", "off"), [(None, 4_000), (3, 3_000)])
def test_each_hundred_takes_ten_off(max_times: int | None, off: int) -> None:
    offer = {
        "kind": "threshold",
        "each": True,
        "steps": [{"at": 10_000, "amount_off_minor": 1_000}],
        "max_times": max_times,
    }
    priced = price(basket(line(1, MILK, 450)), rules(promotion(offer)))

    assert priced.list_minor - priced.net_minor == off


def test_three_pieces_cost_a_tenth_less() -> None:
    offer = {"kind": "threshold", "by": "quantity", "steps": [{"at": 3, "percent_off": 10}]}
    book = rules(promotion(offer))

    assert nets(price(basket(line(1, CANDY, 10, units=2)), book)) == [2_000]
    assert nets(price(basket(line(1, CANDY, 10, units=2), line(2, TOY, 20)), book)) == [1_800, 1_800]


def test_gifts_go_along_as_often_as_the_step_fits() -> None:
    offer = {"kind": "threshold", "each": True, "steps": [{"at": 10_000, "gifts": [{"sku_id": TOY}]}]}
    priced = price(basket(line(1, MILK, 250)), rules(gift=promotion(offer)))

    assert nets(priced) == [25_000]
    assert [(gift.sku_id, gift.quantity_milli, gift.code) for gift in priced.gifts] == [(TOY, 2_000, "gift")]


def test_a_reduction_is_shared_by_all_lines_that_made_it_possible() -> None:
    what = basket(line(1, MILK, 120), line(2, TOY, 80), line(3, WINE, 500))
    book = rules(promotion(FULL, goods={"category_paths": ["/母婴/"]}))

    assert nets(price(what, book)) == [10_800, 7_200, 50_000]


@pytest.mark.parametrize(("units", "off"), [(1, 0), (2, 500), (3, 500), (4, 1_000), (5, 1_000)])
def test_every_second_unit_costs_half(units: int, off: int) -> None:
    priced = price(basket(line(1, CANDY, 10, units=units)), rules(promotion(HALF_SECOND)))

    assert priced.list_minor - priced.net_minor == off


def test_the_cheapest_of_two_is_the_one_at_half_price() -> None:
    priced = price(basket(line(1, MILK, 30), line(2, TOY, 10)), rules(promotion(HALF_SECOND)))

    assert nets(priced) == [2_625, 875]


def test_any_three_for_fifty_takes_the_dearest() -> None:
    offer = {"kind": "any_n", "count": 3, "price_minor": 5_000}
    what = basket(line(1, MILK, 30), line(2, TOY, 20), line(3, CANDY, 10), line(4, WINE, 25))

    assert nets(price(what, rules(promotion(offer)))) == [2_000, 1_333, 1_000, 1_667]


def test_any_three_that_cost_less_anyway_stay_as_they_are() -> None:
    offer = {"kind": "any_n", "count": 3, "price_minor": 5_000}

    assert nets(price(basket(line(1, CANDY, 10, units=4)), rules(promotion(offer)))) == [4_000]


def test_a_bundle_costs_its_price_as_often_as_it_is_whole() -> None:
    parts = [{"goods": {"sku_ids": [MILK]}}, {"goods": {"category_paths": ["/零食/"]}, "units": 2}]
    book = rules(set=promotion({"kind": "bundle", "parts": parts, "price_minor": 10_000}))

    whole = price(basket(line(1, MILK, 100, units=2), line(2, CANDY, 10, units=3)), book)
    broken = price(basket(line(1, MILK, 100), line(2, CANDY, 10)), book)

    assert whole.net_minor == 23_000 - 2_000
    assert broken.net_minor == 11_000
    assert ("promotion.bundle_not_whole", "rule:set") in why(broken)


def test_an_add_on_costs_its_price_once_the_goods_are_there() -> None:
    offer = {
        "kind": "add_on",
        "threshold_minor": 10_000,
        "items": [{"sku_id": TOY, "unit_minor": 990}],
        "max_units": 2,
    }
    book = rules(more=promotion(offer))

    earned = price(basket(line(1, MILK, 100), line(2, TOY, 30, units=3, add_on=True)), book)
    missed = price(basket(line(1, MILK, 99), line(2, TOY, 30, add_on=True)), book)

    assert nets(earned) == [10_000, 2 * 990 + 3_000]
    assert nets(missed) == [9_900, 3_000]
    assert why(missed) == {("promotion.below_threshold", "rule:more"), ("add_on.not_earned", "line:2")}


def test_an_add_on_counts_for_no_other_promotion() -> None:
    what = basket(line(1, MILK, 150), line(2, TOY, 60, add_on=True))

    assert nets(price(what, rules(promotion(FULL)))) == [15_000, 6_000]


def test_of_a_stacking_group_the_greater_priority_takes_the_line() -> None:
    first = promotion(FULL, priority=200, goods={"sku_ids": [MILK]})
    then = promotion({"kind": "threshold", "steps": [{"at": 1, "percent_off": 10}]})

    priced = price(basket(line(1, MILK, 200), line(2, WINE, 100)), rules(first=first, then=then))

    assert causes(priced) == [[("threshold", "first", 2_000)], [("threshold", "then", 1_000)]]


def test_promotions_without_a_group_add_up() -> None:
    tenth = {"kind": "threshold", "steps": [{"at": 1, "percent_off": 10}]}
    book = rules(a=promotion(tenth, group=None), b=promotion(tenth, group=None), c=promotion(tenth))

    assert nets(price(basket(line(1, MILK, 100)), book)) == [7_290]


def test_promotions_that_exclude_each_other_never_share_a_line() -> None:
    tenth = {"kind": "threshold", "steps": [{"at": 1, "percent_off": 10}]}
    book = rules(a=promotion(tenth, group=None), b=promotion(tenth, group=None, excludes=["a"]))
    flash = promotion({"kind": "limited_price", "prices": [{"sku_id": MILK, "unit_minor": 9_000}]})

    assert causes(price(basket(line(1, MILK, 100)), book)) == [[("threshold", "a", 1_000)]]
    after_flash = rules(flash=flash, full=promotion(tenth, excludes=["flash"]))
    assert causes(price(basket(line(1, MILK, 100)), after_flash)) == [[("limited_price", "flash", 1_000)]]


def test_a_promotion_may_spare_lines_that_have_a_price_of_their_own() -> None:
    flash = promotion({"kind": "limited_price", "prices": [{"sku_id": MILK, "unit_minor": 9_000}]})
    tenth = promotion({"kind": "threshold", "steps": [{"at": 1, "percent_off": 10}]}, on_priced_lines=False)

    assert nets(price(basket(line(1, MILK, 100), line(2, WINE, 100)), rules(flash, tenth))) == [9_000, 9_000]


def test_the_floor_sends_the_reduction_to_lines_that_can_bear_it() -> None:
    what = basket(line(1, MILK, 100, floor_minor=9_500), line(2, WINE, 100))

    assert nets(price(what, rules(promotion(FULL)))) == [9_905, 8_095]
    everything_off = {"kind": "threshold", "steps": [{"at": 1, "percent_off": 100}]}
    kept = rules(promotion(everything_off), policy=PricePolicy(floor_percent_of_list=30))
    assert nets(price(what, kept)) == [9_500, 3_000]


TENTH = {"kind": "threshold", "steps": [{"at": 1, "percent_off": 10}]}
MORNING = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai


@pytest.mark.parametrize(
    ("terms", "runs"),
    [
        ({}, True),
        ({"store_ids": [STORE]}, True),
        ({"store_ids": [STORE + 1]}, False),
        ({"channels": ["mall"]}, False),
        ({"weekdays": [2]}, True),
        ({"weekdays": [1, 3]}, False),
        ({"first_day": "2026-03-10", "last_day": "2026-03-10"}, True),
        ({"first_day": "2026-03-11"}, False),
        ({"last_day": "2026-03-09"}, False),
        ({"from_time": "09:30", "to_time": "10:00"}, True),
        ({"from_time": "09:00", "to_time": "09:30"}, False),
        ({"from_time": "22:00", "to_time": "09:31"}, True),
        ({"from_time": "22:00", "to_time": "09:00"}, False),
        ({"members_only": True}, True),
        ({"min_level": 2}, False),
        ({"new_members_only": True}, False),
        ({"withdrawn": True}, False),
        ({"goods": {"brand_ids": [5]}}, True),
        ({"goods": {"brand_ids": [6]}}, False),
        ({"goods": {"product_ids": [MILK * 10]}}, True),
        ({"goods": {"category_paths": ["/母婴/"]}}, True),
        ({"goods": {"excluded_category_paths": ["/母婴/"]}}, False),
        ({"goods": {"brand_ids": [5], "excluded_sku_ids": [MILK]}}, False),
    ],
    ids=str,
)
def test_a_promotion_runs_for_its_goods_places_hours_and_people(terms: dict[str, object], runs: bool) -> None:
    what = basket(line(1, MILK, 100, brand_id=5), sold_at=MORNING)

    assert nets(price(what, rules(promotion(TENTH, **terms)))) == [9_000 if runs else 10_000]


def test_new_goods_are_kept_for_higher_tiers_until_their_day() -> None:
    early = promotion({"kind": "early_access", "min_level": 3, "public_on": "2026-03-12"}, goods={"sku_ids": [WINE]})
    what = basket(line(1, MILK, 100), line(2, WINE, 500))

    (blocked,) = price(what, rules(early)).blocked
    assert (blocked.code, blocked.subject, blocked.detail) == ("line.not_yet_on_sale", "line:2", 3)
    assert price(what, rules(early), standing=Standing(MEMBER, 3)).blocked == ()
    public = basket(line(1, WINE, 500), sold_at=datetime(2026, 3, 11, 16, tzinfo=UTC))
    assert price(public, rules(early)).blocked == ()


def test_hours_are_told_by_the_chains_own_clock() -> None:
    with pytest.raises(ValueError, match="wall clock"):
        promotion(TENTH, from_time=time(9, tzinfo=UTC))


def test_a_slip_of_the_keyboard_does_not_hold_up_the_till() -> None:
    offer = {"kind": "any_n", "count": 2, "price_minor": 1_900}
    priced = price(basket(line(1, CANDY, 10, units=1_000_000)), rules(promotion(offer)))

    assert priced.list_minor - priced.net_minor == 1_000 * 100
