"""Member, tier and limited prices: of several the lowest counts, and the floor holds."""

from tests.rules.pricing_cast import (
    ANNA,
    CANDY,
    MEMBER,
    MILK,
    STRANGER,
    basket,
    causes,
    line,
    nets,
    price,
    promotion,
    rules,
)

from shuke.selling.promotions.document import PricePolicy
from shuke.selling.promotions.types import Standing

MEMBER_PRICE = promotion(
    {
        "kind": "member_price",
        "prices": [{"sku_id": MILK, "unit_minor": 9000}, {"sku_id": MILK, "unit_minor": 8000, "min_level": 3}],
    }
)
TIERS = promotion({"kind": "tier_discount", "percent_off": {"1": 5, "3": 15}})
LIMITED = promotion({"kind": "limited_price", "prices": [{"sku_id": MILK, "unit_minor": 8800}]})
GOLD = Standing(member_id=MEMBER, tier_level=3)


def test_a_stranger_pays_the_list_price() -> None:
    priced = price(basket(line(1, MILK, 100)), rules(MEMBER_PRICE, TIERS), standing=STRANGER)

    assert nets(priced) == [10_000]
    assert priced.lines[0].deductions == ()


def test_a_member_pays_the_price_of_the_tier() -> None:
    what, book = basket(line(1, MILK, 100, units=2)), rules(member=MEMBER_PRICE)

    assert nets(price(what, book, standing=ANNA)) == [18_000]
    assert causes(price(what, book, standing=GOLD)) == [[("member_price", "member", 4_000)]]


def test_the_tier_discount_is_that_of_the_highest_level_reached() -> None:
    what, book = basket(line(1, CANDY, 10, units=3)), rules(tiers=TIERS)

    assert causes(price(what, book, standing=Standing(MEMBER, 2))) == [[("tier_discount", "tiers", 150)]]
    assert causes(price(what, book, standing=GOLD)) == [[("tier_discount", "tiers", 450)]]


def test_of_several_line_prices_only_the_lowest_counts() -> None:
    book = rules(member=MEMBER_PRICE, tiers=TIERS, limited=LIMITED)

    assert causes(price(basket(line(1, MILK, 100)), book)) == [[("limited_price", "limited", 1_200)]]
    assert causes(price(basket(line(1, MILK, 100)), book, standing=GOLD)) == [[("member_price", "member", 2_000)]]


def test_a_line_price_above_list_changes_nothing() -> None:
    assert nets(price(basket(line(1, MILK, 80)), rules(LIMITED))) == [8_000]


def test_weighed_goods_are_priced_by_their_weight() -> None:
    what = basket(line(1, CANDY, 10, quantity_milli=1_234))

    assert nets(price(what)) == [1_234]
    assert nets(price(what, rules(TIERS))) == [1_172]


def test_no_line_price_breaks_the_floor() -> None:
    of_the_unit = basket(line(1, MILK, 100, floor_minor=9_500))
    of_list = rules(MEMBER_PRICE, policy=PricePolicy(floor_percent_of_list=92))
    of_cost = rules(MEMBER_PRICE, policy=PricePolicy(floor_percent_of_cost=110))

    assert nets(price(of_the_unit, rules(MEMBER_PRICE))) == [9_500]
    assert nets(price(basket(line(1, MILK, 100)), of_list)) == [9_200]
    assert nets(price(basket(line(1, MILK, 100, unit_cost_minor=8_500)), of_cost)) == [9_350]


def test_a_floor_above_list_never_makes_anything_dearer() -> None:
    assert nets(price(basket(line(1, MILK, 100, floor_minor=12_000)), rules(MEMBER_PRICE))) == [10_000]
