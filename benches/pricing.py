"""Price a basket of 20 lines under 200 live promotions with 10 coupons: half of the prices, and one in a hundred.

The promotions are of every kind and on every scope; the coupons once as chains have them (groups that exclude each
other), and once at their worst, when any of them may be used with any. Told beside the same baskets without coupons.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import harness

LINES, RULES, COUPONS, BASKETS, SKUS = 20, 200, 10, 1_000, 2_000
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
CATEGORIES = [
    f"/{top}/{below}/" for top in ("母婴", "零食", "酒水", "洗护", "服装") for below in ("甲", "乙", "丙", "丁")
]
PROMISE = 10.0


def main() -> None:
    asked = harness.arguments(__doc__)
    with harness.own_installation():
        from shuke.foundation.actors import SYSTEM
        from shuke.foundation.rulebook import operations as rulebook
        from shuke.selling.promotions import queries as promotions
        from shuke.selling.promotions.types import RULE_KIND, Standing

        draw = random.Random(20)
        for number in range(RULES):
            body = promotion(draw, number)
            version = rulebook.propose(
                kind=RULE_KIND, key=f"P{number:03}", body=body, effective_from=date(2026, 1, 1), by=SYSTEM, at=NOON
            )
            rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
        anna = Standing(member_id=7, tier_level=2)
        baskets = [basket(draw) for _ in range(max(100, int(BASKETS * min(asked.size, 1))))]
        grouped, free = coupons(draw, in_groups=True), coupons(draw, in_groups=False)

        def price(held: Sequence[Any]) -> Taken:
            return taken(lambda one: promotions.price(one, anna, held, on=date(2026, 11, 20)), baskets)

        price(())
        prices = {"no coupon": price(()), "in groups": price(grouped), "all together": price(free)}
        seen = [promotions.price(one, anna, grouped) for one in baskets[:50]]
    half = harness.percentile(prices["no coupon"].cpu, 50)
    figures = []
    for name, each in prices.items():
        figures += [
            harness.Figure(f"{name}, p50", harness.percentile(each.wall, 50), "ms"),
            harness.Figure(f"{name}, p99", harness.percentile(each.wall, 99), "ms", "the promise", PROMISE),
            harness.Figure(f"{name}, p50 of CPU", harness.percentile(each.cpu, 50), "ms", "no coupon", half),
            harness.Figure(f"{name}, p99 of CPU", harness.percentile(each.cpu, 99), "ms", "the promise", PROMISE),
        ]
    harness.tell(
        "pricing",
        figures,
        asked.format,
        baskets=len(baskets),
        lines=LINES,
        rules=RULES,
        coupons=COUPONS,
        cheaper_lines=sum(1 for priced in seen for line in priced.lines if line.deductions) / len(seen),
        coupons_used=sum(len(priced.used.coupon_ids) for priced in seen) / len(seen),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of each price: on the clock, and of the processor (which busy neighbours do not stretch)."""

    wall: list[float]
    cpu: list[float]


def taken(act: Callable[[Any], object], baskets: Sequence[Any]) -> Taken:
    """Price each basket once, the small statement that asks for the state of the rules included."""
    wall, cpu = [], []
    for one in baskets:
        started, busy = time.perf_counter(), time.thread_time()
        act(one)
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.thread_time() - busy) * 1000)
    return Taken(wall, cpu)


def basket(draw: random.Random) -> Any:
    from shuke.selling.promotions.types import Basket, BasketLine

    return Basket(
        tuple(
            BasketLine(
                line_no=number,
                sku_id=sku_id,
                product_id=sku_id // 2 + 1,
                category_path=CATEGORIES[sku_id % len(CATEGORIES)],
                brand_id=sku_id % 40 + 1,
                quantity_milli=draw.choice((1, 1, 1, 2, 3, 6)) * 1000,
                unit_list_minor=draw.randint(500, 30_000),
                floor_minor=draw.choice((None, 300)),
            )
            for number, sku_id in enumerate(draw.sample(range(1, SKUS), LINES), 1)
        ),
        store_id=1,
        sold_at=NOON,
        delivery_minor=800,
    )


def promotion(draw: random.Random, number: int) -> dict[str, Any]:
    skus = draw.sample(range(1, SKUS), 40)
    prices = [{"sku_id": sku_id, "unit_minor": draw.randint(300, 9_000)} for sku_id in skus]
    percent, at = draw.randint(3, 30), draw.randint(5_000, 80_000)
    offers: list[dict[str, Any]] = [
        {"kind": "member_price", "prices": prices},
        {"kind": "limited_price", "prices": prices},
        {"kind": "tier_discount", "percent_off": {"1": 2, "2": percent}},
        {"kind": "threshold", "steps": [{"at": at, "amount_off_minor": at // 10}]},
        {"kind": "threshold", "steps": [{"at": at, "percent_off": percent}]},
        {"kind": "threshold", "by": "quantity", "steps": [{"at": 3, "gifts": [{"sku_id": 1}]}]},
        {"kind": "nth_item", "nth": 2, "percent_off": percent},
        {"kind": "any_n", "count": 3, "price_minor": at},
        {
            "kind": "bundle",
            "parts": [{"goods": {"sku_ids": skus[:20]}}, {"goods": {"sku_ids": skus[20:]}}],
            "price_minor": at,
        },
        {"kind": "add_on", "threshold_minor": at, "items": prices[:5]},
    ]
    offer = offers[number % len(offers)]
    body = {
        "zh": f"促销{number}",
        "en": f"Promotion {number}",
        "offer": offer,
        "priority": draw.randint(1, 900),
        "group": draw.choice(("main", "main", "main", "second", None)),
    }
    if offer["kind"] not in {"member_price", "limited_price", "bundle"}:
        body["goods"] = scope(draw)
    return body


def scope(draw: random.Random) -> dict[str, Any]:
    return draw.choice(
        [
            {},
            {"category_paths": [draw.choice(CATEGORIES)]},
            {"category_paths": [f"/{draw.choice(CATEGORIES).split('/')[1]}/"]},
            {"brand_ids": draw.sample(range(1, 41), 3)},
            {"product_ids": draw.sample(range(1, SKUS // 2), 50)},
            {"sku_ids": draw.sample(range(1, SKUS), 100), "excluded_sku_ids": draw.sample(range(1, SKUS), 10)},
        ]
    )


def coupons(draw: random.Random, *, in_groups: bool) -> list[Any]:
    """Ten coupons of all kinds: percent, amount, on the whole shop and on categories, a gift, and free delivery."""
    from shuke.ledgers.coupons.types import Benefit, Coupon, Goods, Terms

    held = []
    for number in range(COUPONS):
        benefit = [
            Benefit.AMOUNT_OFF,
            Benefit.PERCENT_OFF,
            Benefit.AMOUNT_OFF,
            Benefit.PERCENT_OFF,
            Benefit.NTH_ITEM,
            Benefit.AMOUNT_OFF,
            Benefit.PERCENT_OFF,
            Benefit.EXCHANGE,
            Benefit.GIFT,
            Benefit.FREE_DELIVERY,
        ][number]
        wide = number % 2 == 0
        terms = Terms(
            benefit,
            amount_minor=draw.randint(300, 5_000),
            percent_off=draw.randint(5, 30),
            threshold_minor=draw.choice((0, 10_000)),
            nth=2,
            exchange_minor=100,
            gift_sku_id=1,
            goods=Goods() if wide else Goods(category_paths=(f"/{CATEGORIES[number].split('/')[1]}/",)),
            group=f"G{number % 3}" if in_groups and benefit is not Benefit.FREE_DELIVERY else None,
        )
        held.append(Coupon(number + 1, f"T{number}", 1, terms, date(2026, 1, 1), None))
    return held


if __name__ == "__main__":
    main()
