"""Coupons by the staff interface: given, explained, passed on, taken away; stock, codes and what became of them."""

import csv
import io
from collections.abc import Callable

import pytest
from tests.apps.coupons.conftest import bundle, template

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db
WHY = {"reason": "顾客要求"}


@pytest.fixture
def enrolled(chain, at) -> Callable[[str, str], str]:
    def enrol(store: str, phone: str) -> str:
        new = NewMember(store_id=chain.stores[store], source=Source.TILL, phone=phone)
        return str(members.enrol(new=new, by=SYSTEM, at=at))

    return enrol


@pytest.fixture
def anna(enrolled) -> str:
    return enrolled("S1", "13800138000")


def issue(asker, member: str, code: str = "TEN"):
    return asker.post(f"/members/{member}/coupons", {"template": code, **WHY})


def coupons_of(asker, member: str) -> list[dict[str, object]]:
    return asker.get(f"/members/{member}/coupons").json()["items"]


def test_a_coupon_from_the_hand_of_a_manager(signed_in, anna):
    template(store_ids=[1])
    manager = signed_in(Role.STORE_MANAGER)
    coupon_id = issue(manager, anna).json()["id"]
    (shown,) = coupons_of(manager, anna)
    assert (shown["id"], shown["state"], shown["benefit"]) == (coupon_id, "issued", "amount_off")
    entry = AuditEntry.objects.get(action="coupons.issue")
    assert (entry.subject, entry.reason) == (f"member:{anna}", WHY["reason"])


def test_why_it_may_not_be_used_here(signed_in, chain, anna):
    template(store_ids=[chain.stores["S2"]])
    manager = signed_in(Role.STORE_MANAGER)
    issue(manager, anna)
    path = f"/members/{anna}/coupons/explained?at_store="
    (judged,) = manager.get(f"{path}{chain.stores['S1']}").json()["items"]
    assert (judged["usable"], judged["reasons"]) == (False, ["other_store"])
    assert manager.get(f"{path}{chain.stores['S2']}").status_code == 404


def test_a_store_issues_what_headquarters_has_granted_it(signed_in, chain, anna):
    template(limited_per_store=True)
    headquarters, manager = signed_in(Role.HQ), signed_in(Role.STORE_MANAGER)
    assert issue(manager, anna).json()["code"] == "coupons.sold_out"
    for store in ("S1", "S2"):
        grant = {"template": "TEN", "store_id": str(chain.stores[store]), "count": 1, **WHY}
        assert headquarters.post("/coupon-quotas", grant).status_code == 200
    assert issue(manager, anna).status_code == 200
    assert issue(manager, anna).json()["code"] == "coupons.sold_out"
    assert [row["left"] for row in manager.get("/coupon-quotas").json()] == [0]
    assert sorted(row["left"] for row in headquarters.get("/coupon-quotas?template=TEN").json()) == [0, 1]


@pytest.mark.covers("E15")
def test_a_gift_pack_whole_and_reported_as_a_set(signed_in, anna, at):
    template("OFF")
    template("GIFT", gives={"kind": "gift", "gift_sku_id": 5})
    bundle("WELCOME", OFF=2, GIFT=1)
    headquarters = signed_in(Role.HQ)
    pack = headquarters.post(f"/members/{anna}/coupon-packs", {"bundle": "WELCOME", **WHY}).json()
    assert [row["pack_id"] for row in coupons_of(headquarters, anna)] == [pack["id"]] * 3
    (use,) = headquarters.get("/coupon-use?by=bundle&from_date=2020-01-01&to_date=2199-01-01").json()
    assert (use["code"], use["packs"], use["packs_used"], use["issued"]) == ("WELCOME", 1, 0, 3)


def test_passed_on_to_somebody_in_reach_and_nobody_else(signed_in, enrolled, anna):
    template(transferable=True)
    manager = signed_in(Role.STORE_MANAGER)
    friend, stranger = enrolled("S2", "13800138001"), enrolled("F1", "13800138002")
    coupon_id = issue(manager, anna).json()["id"]

    def give(to: str, of: str = anna) -> int:
        body = {"coupon_id": coupon_id, "to_member_id": to}
        return manager.post(f"/members/{of}/coupons/transfer", body).status_code

    assert (give(stranger), give(anna, of=friend), give(friend)) == (404, 404, 200)
    assert [row["id"] for row in coupons_of(manager, friend)] == [coupon_id]
    assert give(friend) == 404


def test_taken_away_from_the_member_who_has_it(signed_in, enrolled, anna):
    template()
    manager = signed_in(Role.STORE_MANAGER)
    body = {"coupon_ids": [issue(manager, anna).json()["id"]], **WHY}
    other = enrolled("S1", "13800138001")
    assert manager.post(f"/members/{other}/coupons/void", body).status_code == 404
    assert manager.post(f"/members/{anna}/coupons/void", body).status_code == 200
    assert [row["state"] for row in coupons_of(manager, anna)] == ["voided"]


def test_codes_are_taken_away_as_a_file_and_claimed_at_the_till(signed_in, anna):
    template("CODED", ways=["code"])
    headquarters, cashier = signed_in(Role.HQ), signed_in(Role.CASHIER)
    batch = headquarters.post("/coupon-codes", {"template": "CODED", "count": 3, **WHY}).json()["id"]
    assert [row["id"] for row in headquarters.get("/coupon-codes").json()["items"]] == [batch]
    file = headquarters.get(f"/coupon-codes/{batch}?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert rows[0][:4] == ["code", "valid_from", "expires_on", "state"]
    assert [row["code"] for row in headquarters.get(f"/coupon-codes/{batch}").json()] == [row[0] for row in rows[1:]]
    assert AuditEntry.objects.filter(action="coupons.take_codes").count() == 2

    claimed = cashier.post(f"/members/{anna}/coupon-claims", {"code": rows[1][0].lower()})
    assert [row["id"] for row in coupons_of(cashier, anna)] == [claimed.json()["id"]]
    again = cashier.post(f"/members/{anna}/coupon-claims", {"code": rows[1][0]})
    assert again.json()["code"] == "coupons.code_taken"


def test_a_word_of_welcome(signed_in, anna):
    template("HELLO", ways=["code"], per_member=1)
    headquarters, guide = signed_in(Role.HQ), signed_in(Role.GUIDE)
    assert headquarters.post("/coupon-words", {"word": "WELCOME", "template": "HELLO", **WHY}).status_code == 200
    assert guide.post(f"/members/{anna}/coupon-claims", {"code": "welcome"}).status_code == 200
    assert guide.post(f"/members/{anna}/coupon-claims", {"code": "welcome"}).json()["code"] == "coupons.had_enough"
    assert guide.post(f"/members/{anna}/coupon-claims", {}).json()["code"] == "coupons.no_such_template"


def test_the_same_key_gives_one_coupon(signed_in, anna):
    template()
    manager = signed_in(Role.STORE_MANAGER)
    body = {"template": "TEN", **WHY}
    answers = [manager.post(f"/members/{anna}/coupons", body, **{"Idempotency-Key": "one-press"}) for _ in range(2)]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(coupons_of(manager, anna)) == 1
