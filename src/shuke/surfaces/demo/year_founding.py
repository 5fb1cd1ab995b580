"""Found the chain of a simulated year: the demo's shops and goods, rules of every kind, tills, stock, first members."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stored_value.defaults import DEFAULT_PACKAGES
from shuke.selling.referrals import operations as referrals
from shuke.selling.rewards import operations as rewards
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries as tilled
from shuke.surfaces.demo import founding, people_names, programme
from shuke.surfaces.demo.types import DemoSpec
from shuke.surfaces.demo.year_state import Year, YearSpec

POPULAR = 60
"""So many of the catalogue's goods are sold; each store keeps the stock of the first half of them."""

CODES, WORD = "code10", "WELCOME"
TEMPLATES = ("ten_off", "percent", "delivery", "gift_card", "limited")
_EVERY_DAYS, _MONTH = {"kind": "from_grant", "days": 60}, {"kind": "from_grant", "days": 30}


def found(spec: YearSpec) -> Year:
    """Bring in places, goods, rules, tills, stock and the first members, in the night before the year begins."""
    at = clock.day_start(spec.starting) + timedelta(hours=1)
    demo = DemoSpec(ending=spec.ending, members=spec.members, days=spec.days, stores=spec.stores)
    where = founding.found_places(demo, by=SYSTEM, at=at)
    skus = founding.found_catalogue(by=SYSTEM, at=at)[:POPULAR]
    programme.found(since=clock.day_start(spec.starting - timedelta(days=1)), by=SYSTEM, at=at)
    _write_rules(skus, spec.starting, at)
    chance = random.Random(spec.seed)  # noqa: S311 - reproducible, not secret
    cashiers = [Actor(ActorKind.STAFF, guides[0], "cashier", "cashier") for guides in where.guides]
    year = Year(
        spec=spec,
        chance=chance,
        at=at,
        day=spec.starting,
        stores=where.stores,
        guides=where.guides,
        devices=[],
        skus=skus,
        cashiers=cashiers,
        manager=Actor(ActorKind.STAFF, where.guides[0][1], "manager", "store_manager"),
        second=Actor(ActorKind.STAFF, where.guides[0][2], "finance", "finance"),
    )
    _set_up_tills(year)
    _fill_shelves(year)
    _grant(year)
    _enrol_the_first(year)
    return year


def _set_up_tills(year: Year) -> None:
    for store in year.stores:
        invited = tills.invite_device(store_id=store, name="1", by=SYSTEM, at=year.at)
        key = tills.enrol_device(code=invited.code, by=SYSTEM, at=year.at)
        device = tilled.device_of(key)
        assert device is not None, "a device that has just enrolled is known"  # noqa: S101
        year.devices.append(device)


def _fill_shelves(year: Year) -> None:
    for store in year.stores:
        goods = {sku: (20 + 20 * (row % 20)) * 1_000 for row, sku in enumerate(year.skus[: POPULAR // 2])}
        stock.receive(store_id=store, goods=goods, by=SYSTEM, at=year.at, reason="开业铺货")


def _grant(year: Year) -> None:
    """Let stores issue what is limited, print codes, open the word, and put gifts on the shelf."""
    coupons.grant_quota(template="limited", count=200, reason="全年额度", by=SYSTEM, at=year.at)
    coupons.open_code(word=WORD, template=CODES, reason="印刷品", by=SYSTEM, at=year.at)
    rewards.grant_stock(reward="mug", count=100, reason="全年额度", by=SYSTEM, at=year.at)


def _enrol_the_first(year: Year) -> None:
    rows = [
        NewMember(
            store_id=year.chance.choice(year.stores),
            source=Source.TILL,
            phone=people_names.phone(year.next()),
            birthday=year.some_birthday(),
            enrolled_at=year.at,
        )
        for _ in range(max(20, year.spec.members // 4))
    ]
    year.members += members.enrol_many(rows=rows, by=SYSTEM, at=year.at)
    year.codes += [referrals.invite(member_id=member_id, at=year.at) for member_id in year.members[:10]]


def _write_rules(skus: list[int], on: date, at: datetime) -> None:
    for kind, key, body in _rules(skus):
        version = rulebook.propose(kind=kind, body=body, effective_from=on, by=SYSTEM, at=at, key=key)
        rulebook.approve(version_id=version, by=SYSTEM, at=at)


def _rules(skus: list[int]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (
            "checkout.settings",
            "default",
            {"round_cash_to": 10, "owner_percent": 40, "refund_alone_minor": 30_000, "returns_in": "chain"},
        ),
        ("promotions.policy", "default", {"floor_percent_of_list": 30, "manual_percent": {"cashier": 5}}),
        *(("promotions.rule", key, body) for key, body in _promotions(skus).items()),
        *(("coupons.template", key, body) for key, body in _templates(skus).items()),
        ("coupons.bundle", "welcome", _BUNDLE),
        ("stored_value.packages", "default", {"packages": [*DEFAULT_PACKAGES["packages"], _BY_INSTALMENTS]}),
        ("passes.plan", "bath", _BATH),
        ("passes.plan", "brush", _BRUSH | {"sku_ids": skus[:20]}),
        ("benefits.benefit", "wash", {"zh": "免费洗护", "en": "Free washing", "kind": "service"}),
        ("benefits.benefit", "shop10", {"zh": "全场九折", "en": "Ten off", "kind": "whole_shop", "percent_off": 10}),
        ("benefits.card", "gold", _GOLD),
        ("referrals.rule", "default", _REFERRALS),
        ("rewards.reward", "mug", _MUG),
        ("rewards.reward", "voucher", _VOUCHER),
        ("rewards.reward", "cake", _CAKE),
    ]


def _promotions(skus: list[int]) -> dict[str, dict[str, Any]]:
    steps = [{"at": 20_000, "amount_off_minor": 1_500}, {"at": 50_000, "amount_off_minor": 5_000}]
    gift = [{"at": 30_000, "gifts": [{"sku_id": skus[-1]}]}]
    by_tier = {"kind": "tier_discount", "percent_off": {2: 2, 3: 5, 4: 8}}
    return {
        "off": {"zh": "满200减15", "en": "15 off 200", "offer": {"kind": "threshold", "steps": steps}},
        "tier": {"zh": "等级折扣", "en": "Tiers", "offer": by_tier},
        "gift": {"zh": "满赠", "en": "Gift", "group": None, "offer": {"kind": "threshold", "steps": gift}},
        "second": {
            "zh": "第二件半价",
            "en": "Second half price",
            "goods": {"sku_ids": skus[5:15]},
            "offer": {"kind": "nth_item", "nth": 2, "percent_off": 50},
        },
    }


def _templates(skus: list[int]) -> dict[str, dict[str, Any]]:
    ten = {"kind": "amount_off", "amount_minor": 1_000}
    return {
        "ten_off": {"name": "满100减10", "gives": ten, "threshold_minor": 10_000, "validity": _EVERY_DAYS,
                    "transferable": True},
        "percent": {"name": "八八折", "gives": {"kind": "percent_off", "percent_off": 12, "max_off_minor": 5_000},
                    "validity": _MONTH, "returnable": False, "transferable": True, "group": "percent"},
        "delivery": {"name": "免运费", "gives": {"kind": "free_delivery"}, "validity": _EVERY_DAYS},
        "gift_card": {"name": "赠品券", "gives": {"kind": "gift", "gift_sku_id": skus[-2]}, "validity": _MONTH,
                      "transferable": True},
        "limited": {"name": "限量券", "gives": ten, "limited_stock": True, "validity": {"kind": "always"},
                    "per_member": 3},
        CODES: {"name": "券码", "gives": ten, "ways": ["grant", "code"], "validity": _EVERY_DAYS, "per_member": 5},
    }  # fmt: skip


_BUNDLE = {"name": "新人礼包", "contents": [{"template": "ten_off", "count": 2}, {"template": "delivery"}]}
_BY_INSTALMENTS = {
    "code": "pay2000",
    "name": "充2000送400分期到账",
    "pay_minor": 200_000,
    "bonus_minor": 40_000,
    "bonus_months": 2,
    "instalments": [{"after_months": month, "bonus_minor": 10_000} for month in range(4)],
    "coupons": [{"template": "ten_off", "count": 2}],
    "points": 500,
}
_BATH = {
    "zh": "游泳十次卡",
    "en": "Ten baths",
    "service": "bath",
    "price_minor": 88_000,
    "sessions": 10,
    "gift_sessions": 2,
    "session_list_minor": 9_800,
    "valid_days": 90,
    "family": 2,
}
_BRUSH = {
    "zh": "任选十件卡",
    "en": "Ten of anything",
    "service": "brush",
    "price_minor": 150_000,
    "sessions": 10,
    "session_list_minor": 18_000,
    "valid_days": 180,
    "family": 1,
}
_GOLD = {
    "zh": "金卡",
    "en": "Gold card",
    "price_minor": 19_900,
    "months": 6,
    "grants": [{"benefit": "wash", "quota": 2, "every": "month"}, {"benefit": "shop10", "quota": 3}],
}
_REFERRALS = {
    "referrer": {"points": 200, "coupon": "ten_off"},
    "invitee": {"points": 100},
    "minimum_minor": 5_000,
    "relate_days": 30,
    "within_days": 90,
}
_MUG = {
    "zh": "马克杯",
    "en": "Mug",
    "gives": {"kind": "gift", "cost_minor": 900},
    "points": 300,
    "limited_stock": True,
    "collect_days": 30,
}
_VOUCHER = {"zh": "积分换券", "en": "Voucher", "gives": {"kind": "coupon", "template": "ten_off"}, "points": 500}
_CAKE = {
    "zh": "生日蛋糕",
    "en": "Birthday cake",
    "gives": {"kind": "gift", "cost_minor": 1_500},
    "on_birthday": True,
    "collect_days": 14,
}
