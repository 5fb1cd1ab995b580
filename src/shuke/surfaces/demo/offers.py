"""What the demo chain sells with from the day it opens: promotions, coupons, top-up packages and passes.

A little of each is put in members' hands, so that a first sale at its tills can use them.
Nothing here touches the receipts of the past: all of it is in force from the day after the last of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from shuke.foundation import dates
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons.types import BUNDLE_KIND
from shuke.ledgers.coupons.types import RULE_KIND as TEMPLATE
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes.types import RULE_KIND as PLAN
from shuke.ledgers.stored_value.defaults import DEFAULT_PACKAGES
from shuke.ledgers.stored_value.types import PACKAGES_KIND, Method, NewTopUp
from shuke.selling.promotions.types import RULE_KIND as PROMOTION
from shuke.surfaces import topping_up

WORD = "XIAOMAN"
_SWIM, _WASH = "SERVICE-SWIM", "SERVICE-WASH"
_SERVICES = (
    ProductRow(_SWIM, "婴儿游泳", "服务/婴儿游泳", spec="次", list_minor=12_800, cost_minor=5_000),
    ProductRow(_WASH, "宝宝洗护", "服务/宝宝洗护", spec="次", list_minor=6_800, cost_minor=2_500),
)
_WITH_COUPON, _WITH_MONEY, _WITH_PASS = 1_000, 30, 20


def found(*, from_day: date, gift_sku_id: int, by: Actor, at: datetime) -> None:
    """Propose and approve what is sold with from the day on; what is in force by then stays as it is."""
    services = catalog.upsert_products(rows=_SERVICES, by=by, at=at)
    for kind, key, body in _documents(from_day, services, gift_sku_id):
        if queries.find_in_force(kind, from_day, key) is None:
            version = rulebook.propose(
                kind=kind, key=key, body=body, effective_from=from_day, by=by, at=at, note="演示方案 · demo programme"
            )
            # The founding rules of a new chain need no second person: there is nobody yet.
            rulebook.approve(version_id=version, by=SYSTEM, at=at)
    coupons.open_code(word=WORD, template="welcome10", reason="演示 · demo", by=by, at=at)


def hand_out(*, member_ids: Sequence[int], store_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Give the first members coupons, money on their accounts and passes. Done twice, it is done once."""
    source = Source("demo", 1)
    first = member_ids[:_WITH_COUPON]
    coupons.issue_many(template="welcome10", member_ids=first, source=source, occasion="demo", by=by, at=at)
    for row, member_id in enumerate(member_ids[:_WITH_MONEY]):
        new = NewTopUp(
            id=member_id,  # an id of its own that a second run finds again
            holder=member(member_id),
            paid_minor=50_000,
            store_id=store_ids[row % len(store_ids)],
            method=Method.WECHAT,
            package="pay500",
        )
        topping_up.take(new=new, by=by, at=at)
    for row, member_id in enumerate(member_ids[:_WITH_PASS]):
        passes.sell(
            pass_id=member_id,
            plan="swim10",
            member_id=member_id,
            store_id=store_ids[row % len(store_ids)],
            source=source,
            by=by,
            at=at,
        )


def _documents(from_day: date, services: dict[str, int], gift_sku_id: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (kind, key, body) of every document."""
    for key, body in _promotions(from_day).items():
        yield PROMOTION, key, body
    for key, body in _templates(gift_sku_id).items():
        yield TEMPLATE, key, body
    yield (
        BUNDLE_KIND,
        "welcome",
        {"name": "新人礼包", "contents": [{"template": "welcome10"}, {"template": "delivery"}]},
    )
    yield PACKAGES_KIND, "default", {"packages": [*DEFAULT_PACKAGES["packages"], _BY_INSTALMENTS]}
    yield PLAN, "swim10", {**_TEN_SWIMS, "sku_ids": [services[_SWIM]]}
    yield PLAN, "wash5", {**_FIVE_WASHES, "sku_ids": [services[_WASH]]}


def _promotions(from_day: date) -> dict[str, dict[str, Any]]:
    steps = [{"at": 30_000, "amount_off_minor": 3_000}, {"at": 60_000, "amount_off_minor": 8_000}]
    return {
        "full300": {"zh": "满300减30,满600减80", "en": "30 off 300, 80 off 600",
                    "offer": {"kind": "threshold", "steps": steps}},
        "nappies": {"zh": "纸尿裤第二件半价", "en": "Second pack of nappies at half price", "priority": 200,
                    "goods": {"category_paths": ["/纸尿裤/"]}, "last_day": str(dates.add_months(from_day, 3)),
                    "offer": {"kind": "nth_item", "nth": 2, "percent_off": 50}},
        "tiers": {"zh": "会员等级折扣(洗护、玩具、童装)", "en": "Tier discount on care, toys and clothes",
                  "goods": {"category_paths": ["/洗护/", "/玩具/", "/童装/"]},
                  "offer": {"kind": "tier_discount", "percent_off": {2: 2, 3: 5, 4: 8}}},
    }  # fmt: skip


def _templates(gift_sku_id: int) -> dict[str, dict[str, Any]]:
    ten = {"kind": "amount_off", "amount_minor": 1_000}
    month, long = {"kind": "from_grant", "days": 30}, {"kind": "from_grant", "days": 90}
    return {
        "welcome10": {"name": "满99减10", "gives": ten, "threshold_minor": 9_900, "validity": long, "per_member": 2,
                      "ways": ["grant", "claim", "code"]},
        "birthday": {"name": "生日88折", "gives": {"kind": "percent_off", "percent_off": 12, "max_off_minor": 5_000},
                     "validity": month, "per_member": 1},
        "delivery": {"name": "免运费", "gives": {"kind": "free_delivery"}, "validity": long},
        "gift": {"name": "到店礼", "gives": {"kind": "gift", "gift_sku_id": gift_sku_id}, "validity": month,
                 "transferable": True, "face_minor": 2_000},
    }  # fmt: skip


_BY_INSTALMENTS: dict[str, Any] = {
    "code": "pay2000",
    "name": "充2000送400(分四个月到账)",
    "pay_minor": 200_000,
    "bonus_minor": 40_000,
    "bonus_months": 12,
    "instalments": [{"after_months": month, "bonus_minor": 10_000} for month in range(4)],
    "coupons": [{"template": "delivery", "count": 2}],
    "points": 500,
}
_TEN_SWIMS: dict[str, Any] = {
    "zh": "婴儿游泳十次卡(赠两次)",
    "en": "Ten baby swims and two more",
    "service": "swim",
    "price_minor": 98_000,
    "sessions": 10,
    "gift_sessions": 2,
    "session_list_minor": 12_800,
    "valid_days": 365,
    "family": 2,
}
_FIVE_WASHES: dict[str, Any] = {
    "zh": "宝宝洗护五次卡",
    "en": "Five baths",
    "service": "wash",
    "price_minor": 29_800,
    "sessions": 5,
    "session_list_minor": 6_800,
    "valid_days": 180,
}
