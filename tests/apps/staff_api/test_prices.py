"""A basket quoted with its reasons, and the promotions read by a careful reader."""

from typing import Any

import pytest
from tests.apps.coupons.conftest import template
from tests.apps.promotions.conftest import PutInForce, goods, put_in_force, tenth  # noqa: F401
from tests.apps.staff_api.conftest import NOW, Asker

from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role
from shuke.foundation.rulebook import operations as rulebook
from shuke.selling.promotions.types import RULE_KIND

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(chain, at) -> str:
    new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone="13800138000")
    return str(members.enrol(new=new, by=SYSTEM, at=at))


def quoted(asker: Asker, store: int, sku_id: int, **more: Any):
    lines = [{"sku_id": str(sku_id), "quantity_milli": 2_000}]
    return asker.post("/prices/quotes", {"store_id": str(store), "lines": lines, **more})


def test_a_quote_names_every_deduction(signed_in, chain, anna, goods, put_in_force: PutInForce):  # noqa: F811
    version = put_in_force("SALE", tenth())
    template()
    manager = signed_in(Role.STORE_MANAGER)
    issued = manager.post(f"/members/{anna}/coupons", {"template": "TEN", "reason": "顾客要求"}).json()["id"]

    told = quoted(manager, chain.stores["S1"], goods["MILK"], member_id=anna).json()

    sale, coupon = told["lines"][0]["steps"]
    assert (sale["cause"], sale["code"], sale["amount_minor"], sale["rule_version_id"], sale["rule_number"]) == (
        "threshold",
        "SALE",
        2_000,
        str(version),
        1,
    )
    assert (coupon["cause"], coupon["coupon_id"]) == ("coupon", issued)
    assert told["used"]["coupon_ids"] == [issued]
    assert told["second"]["due_minor"] == 18_000
    assert told["due_minor"] == told["list_minor"] - sale["amount_minor"] - coupon["amount_minor"]


def test_a_stranger_is_told_what_is_missing(signed_in, chain, goods, put_in_force: PutInForce):  # noqa: F811
    put_in_force("FULL", {"kind": "threshold", "steps": [{"at": 30_000, "amount_off_minor": 500}]})
    cashier = signed_in(Role.CASHIER)

    told = quoted(cashier, chain.stores["S1"], goods["MILK"]).json()

    (reason,) = told["reasons"]
    assert (told["due_minor"], reason["code"], reason["detail"]) == (20_000, "promotion.below_threshold", 10_000)
    assert reason["zh"] == "还差 10000 分"


def test_other_stores_and_unknown_goods_are_refused(signed_in, chain, goods):  # noqa: F811
    cashier = signed_in(Role.CASHIER)

    assert quoted(cashier, chain.stores["S2"], goods["MILK"]).status_code == 404
    assert quoted(cashier, chain.stores["S1"], 1).json()["code"] == "promotions.unknown_goods"
    assert quoted(cashier, chain.stores["S1"], goods["TOY"]).json()["code"] == "promotions.no_list_price"


def test_findings_of_the_day_and_of_a_draft(signed_in, put_in_force: PutInForce):  # noqa: F811
    put_in_force("SOUND", tenth())
    falling = {"kind": "tier_discount", "percent_off": {"1": 8, "2": 5}}
    body = {"zh": "等级", "en": "Tiers", "offer": falling}
    draft = rulebook.propose(kind=RULE_KIND, key="TIERS", body=body, effective_from=NOW.date(), by=SYSTEM, at=NOW)
    hq = signed_in(Role.HQ)

    assert hq.get("/prices/findings?on=2026-03-10").json() == {"findings": []}
    (finding,) = hq.get(f"/prices/findings?on=2026-03-10&version_id={draft}").json()["findings"]
    assert (finding["severity"], finding["code"], finding["promotion"]) == ("error", "higher_level_gets_less", "TIERS")
    assert hq.get("/prices/findings?version_id=1").status_code == 404
