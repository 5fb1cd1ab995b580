"""Baskets, rules and coupons in few words, for whoever tests prices."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shuke.ledgers.coupons.types import Benefit, Coupon, Goods, Terms
from shuke.selling.promotions.document import PricePolicy, Promotion
from shuke.selling.promotions.rules import pricing
from shuke.selling.promotions.rules.compiled import RuleInForce, RuleSet, compile_rules
from shuke.selling.promotions.types import Basket, BasketLine, Priced, Standing

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # a Tuesday
TODAY = date(2026, 3, 10)
MEMBER, STORE = 7, 11
ANNA = Standing(member_id=MEMBER, tier_level=1)
STRANGER = Standing()
MILK, CANDY, TOY, WINE = 101, 102, 103, 104
PATHS = {MILK: "/母婴/奶粉/", CANDY: "/零食/", TOY: "/母婴/玩具/", WINE: "/酒/"}


def line(line_no: int, sku_id: int, yuan: int, units: int = 1, **more: Any) -> BasketLine:
    """So many units at so many yuan each."""
    return BasketLine(
        line_no=line_no,
        sku_id=sku_id,
        product_id=more.pop("product_id", sku_id * 10),
        category_path=more.pop("category_path", PATHS.get(sku_id, "/其他/")),
        brand_id=more.pop("brand_id", None),
        quantity_milli=more.pop("quantity_milli", units * 1000),
        unit_list_minor=more.pop("unit_list_minor", yuan * 100),
        **more,
    )


def basket(*lines: BasketLine, sold_at: datetime = NOON, **more: Any) -> Basket:
    return Basket(lines=lines, store_id=more.pop("store_id", STORE), sold_at=sold_at, **more)


def promotion(offer: dict[str, Any], **terms: Any) -> Promotion:
    return Promotion.model_validate({"zh": "促销", "en": "Promotion", "offer": offer, **terms})


def rules(*given: Promotion, policy: PricePolicy | None = None, **named: Promotion) -> RuleSet:
    """The promotions by the code they are given under; the version id is the place in the list."""
    codes = {f"R{number}": rule for number, rule in enumerate(given, 1)} | named
    versions = [RuleInForce(code, number, rule) for number, (code, rule) in enumerate(codes.items(), 1)]
    return compile_rules(versions, policy or PricePolicy(), SHANGHAI)


def coupon(coupon_id: int, benefit: str, **terms: Any) -> Coupon:
    goods = terms.pop("goods", Goods())
    held = {name: terms.pop(name) for name in ("valid_from", "expires_on", "member_id", "funder_id") if name in terms}
    return Coupon(
        id=coupon_id,
        template=terms.pop("template", f"T{coupon_id}"),
        rule_version_id=900,
        terms=Terms(Benefit(benefit), goods=goods, **terms),
        **{"valid_from": date(2026, 1, 1), "expires_on": date(2027, 1, 1), **held},
    )


def price(what: Basket, book: RuleSet | None = None, *coupons: Coupon, standing: Standing = ANNA) -> Priced:
    return pricing.price(what, standing, book or rules(), coupons)


def nets(priced: Priced) -> list[int]:
    return [one.net_minor for one in priced.lines]


def causes(priced: Priced) -> list[list[tuple[str, str, int]]]:
    return [[(off.cause.value, off.code, off.amount_minor) for off in one.deductions] for one in priced.lines]


def why(priced: Priced) -> set[tuple[str, str]]:
    return {(reason.code, reason.subject) for reason in priced.reasons}
