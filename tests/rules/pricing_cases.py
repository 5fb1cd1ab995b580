"""Random baskets, promotions and coupons, drawn from whatever source of chance a test has."""

from random import Random
from typing import Any

from tests.rules.pricing_cast import MEMBER, basket, coupon, line, promotion, rules

from shuke.ledgers.coupons.types import Coupon, Goods
from shuke.selling.promotions.document import PricePolicy, Promotion
from shuke.selling.promotions.rules.compiled import RuleSet
from shuke.selling.promotions.types import Basket, BasketLine, Entitlement, Standing

CATEGORIES = ("/母婴/奶粉/", "/母婴/玩具/", "/零食/", "/酒/")
SKUS = range(1, 13)


def some_line(chance: Random, line_no: int, sku_id: int) -> BasketLine:
    unit_minor = chance.choice((chance.randint(0, 99), chance.randint(100, 9_999), chance.randint(10_000, 99_999)))
    return line(
        line_no,
        sku_id,
        0,
        unit_list_minor=unit_minor,
        quantity_milli=chance.choice((1_000, 1_000, 2_000, 3_000, 5_000, chance.randint(1, 3_000))),
        category_path=CATEGORIES[sku_id % len(CATEGORIES)],
        brand_id=chance.choice((None, sku_id % 3 + 1)),
        floor_minor=chance.choice((None, None, chance.randint(0, unit_minor))),
        unit_cost_minor=chance.choice((None, chance.randint(0, unit_minor))),
        add_on=chance.random() < 0.1,
    )


def some_basket(chance: Random, most: int = 8) -> Basket:
    skus = chance.sample(SKUS, chance.randint(1, most))
    lines = [some_line(chance, number, sku_id) for number, sku_id in enumerate(skus, 1)]
    return basket(*lines, delivery_minor=chance.choice((0, 0, 800)))


def some_goods(chance: Random) -> dict[str, Any]:
    chosen: dict[str, Any] = chance.choice(
        (
            {},
            {},
            {"category_paths": [chance.choice((*CATEGORIES, "/母婴/"))]},
            {"brand_ids": [chance.randint(1, 3)]},
            {"sku_ids": chance.sample(SKUS, 4)},
            {"product_ids": [sku_id * 10 for sku_id in chance.sample(SKUS, 4)]},
        )
    )
    excluded = chance.choice(({}, {}, {"excluded_sku_ids": [chance.choice(SKUS)]}))
    return {**chosen, **excluded}


def some_offer(chance: Random) -> dict[str, Any]:
    percent = chance.randint(1, 60)
    prices = [{"sku_id": sku_id, "unit_minor": chance.randint(0, 9_999)} for sku_id in chance.sample(SKUS, 3)]
    at = chance.randint(10, 60_000)
    return chance.choice(
        (
            {"kind": "member_price", "prices": prices},
            {"kind": "tier_discount", "percent_off": {"0": 1, "2": percent}},
            {"kind": "limited_price", "prices": prices},
            {"kind": "threshold", "steps": [{"at": at, "amount_off_minor": at // 3}]},
            {"kind": "threshold", "each": True, "steps": [{"at": at, "amount_off_minor": at // 5}]},
            {"kind": "threshold", "steps": [{"at": at, "percent_off": percent}, {"at": at * 2, "percent_off": 70}]},
            {"kind": "threshold", "by": "quantity", "steps": [{"at": 3, "gifts": [{"sku_id": 99}], "percent_off": 5}]},
            {"kind": "nth_item", "nth": chance.randint(1, 3), "percent_off": percent},
            {"kind": "any_n", "count": chance.randint(2, 4), "price_minor": chance.randint(0, 20_000)},
            {
                "kind": "bundle",
                "parts": [{"goods": {"category_paths": ["/母婴/"]}}, {"goods": {"brand_ids": [1, 2]}, "units": 2}],
                "price_minor": chance.randint(0, 20_000),
            },
            {"kind": "add_on", "threshold_minor": at, "items": prices, "max_units": chance.randint(1, 3)},
        )
    )


def some_promotion(chance: Random) -> Promotion:
    offer = some_offer(chance)
    terms: dict[str, Any] = {
        "priority": chance.randint(0, 5),
        "group": chance.choice((None, "main", "main", "second")),
        "excludes": chance.choice(((), (), (f"R{chance.randint(1, 6)}",))),
        "on_priced_lines": chance.random() < 0.8,
        "min_level": chance.choice((0, 0, 0, 2)),
    }
    if offer["kind"] not in {"member_price", "limited_price", "bundle"}:
        terms["goods"] = some_goods(chance)
    return promotion(offer, **terms)


def some_rules(chance: Random, most: int = 6) -> RuleSet:
    policy = PricePolicy(
        floor_percent_of_list=chance.choice((0, 0, 30, 80)), floor_percent_of_cost=chance.choice((0, 0, 100))
    )
    return rules(*(some_promotion(chance) for _ in range(chance.randint(0, most))), policy=policy)


def some_coupon(chance: Random, coupon_id: int) -> Coupon:
    benefit = chance.choice(
        ("amount_off", "amount_off", "percent_off", "percent_off", "nth_item", "exchange", "gift", "free_delivery")
    )
    return coupon(
        coupon_id,
        benefit,
        amount_minor=chance.choice((1, 7, 500, chance.randint(1, 60_000))),
        percent_off=chance.randint(1, 100),
        max_off_minor=chance.choice((None, None, chance.randint(1, 20_000))),
        threshold_minor=chance.choice((0, 0, chance.randint(0, 60_000))),
        nth=chance.randint(1, 3) if benefit == "nth_item" else 0,
        exchange_minor=chance.randint(0, 500),
        gift_sku_id=99,
        goods=Goods(**{name: tuple(values) for name, values in some_goods(chance).items()}),
        group=chance.choice((None, None, "A", "B")),
        with_promotions=chance.random() < 0.8,
    )


def some_coupons(chance: Random, most: int = 5) -> list[Coupon]:
    return [some_coupon(chance, coupon_id) for coupon_id in range(1, chance.randint(0, most) + 1)]


def some_standing(chance: Random) -> Standing:
    entitlements = (Entitlement(501, "day", chance.randint(1, 50)), Entitlement(502, "birthday", 10))
    return Standing(
        member_id=MEMBER,
        tier_level=chance.randint(0, 3),
        is_new=chance.random() < 0.5,
        entitlements=entitlements[: chance.choice((0, 0, 1, 2))],
    )
