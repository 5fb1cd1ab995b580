"""All that serving a member needs is one answer, and a list of members asks no more for fifty than for five."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import Channel, Decision, NewConsent, NewMember, Purpose, Source
from shuke.foundation.org.types import Role
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.SHUKE_HOME = tmp_path


@pytest.fixture
def anna(chain, at, person):
    """Enrolled at S1 by a guide; bought milk powder twelve times there, and a toy once at S2."""
    for kind, body in (("points.earn", DEFAULT_RULE), ("growth.tiers", DEFAULT_RULES)):
        version = rulebook.propose(kind=kind, body=body, effective_from=(at - 90 * DAY).date(), by=SYSTEM, at=at)
        rulebook.approve(version_id=version, by=SYSTEM, at=at)
    rows = [ProductRow("MILK", "奶粉 900g", "母婴/奶粉", cost_minor=9_000), ProductRow("TOY", "积木", "玩具")]
    goods = catalog.upsert_products(rows=rows, by=SYSTEM, at=at)
    new = NewMember(
        store_id=chain.stores["S1"],
        source=Source.TILL,
        phone="13800138000",
        name="王小明",
        guide_id=person(Role.GUIDE, "guide-of-anna"),
        enrolled_at=at - 60 * DAY,
    )
    anna = members.enrol(new=new, by=SYSTEM, at=at - 60 * DAY)
    for day, channel, decision in (
        (50, Channel.SMS, Decision.GRANTED),
        (40, Channel.WECHAT, Decision.GRANTED),
        (30, Channel.ANY, Decision.WITHDRAWN),
        (20, Channel.SMS, Decision.GRANTED),
    ):
        consent = NewConsent(purpose=Purpose.MARKETING, channel=channel, decision=decision)
        members.decide(member_id=anna, consents=[consent], by=SYSTEM, at=at - day * DAY)

    def receipt(number, store, sku, yuan, day):
        line = NewLine(goods[sku], 1000, yuan * 100, 0, yuan * 100, cost_minor=9_000)
        return NewReceipt(number, chain.stores[store], at - day * DAY, (line,), member_id=anna)

    receipts = [receipt(f"M{nth}", "S1", "MILK", 40, 40 - nth) for nth in range(12)]
    receipts.append(receipt("T1", "S2", "TOY", 100, 10))
    with scopes.everywhere(reason="the till's own receipts"):
        sales.record_many(receipts=receipts, source="till", by=SYSTEM, at=at)
    return anna


@pytest.fixture
def page(anna, signed_in, at):
    def ask(role, **place):
        return signed_in(role, **place).get(f"/members/{anna}/page?as_of={at.date()}").json()

    return ask


def test_the_page_tells_each_part_as_its_own_operation_does(anna, signed_in, page, at):
    asker = signed_in(Role.OWNER, "second-owner")
    told = page(Role.OWNER)
    day = f"?as_of={at.date()}"

    assert told["profile"] == asker.get(f"/members/{anna}").json()
    assert told["tier"] == asker.get(f"/members/{anna}/tier{day}").json()
    assert told["points"] == asker.get(f"/members/{anna}/points").json()["balance"]
    state = next(row for row in asker.get(f"/members/{anna}/classes{day}").json() if row["kind"] == "lifecycle")
    assert told["rhythm"]["state"] == state["key"]
    assert told["profile"]["owner"]["guide_id"] is not None
    assert "13800138000" not in str(told)


def test_it_says_what_the_next_tier_adds(page):
    told = page(Role.GUIDE)
    assert (told["tier"]["code"], told["tier"]["needed"]["next_level"]) == ("base", 2)
    assert [{key: value for key, value in row.items() if value is not None} for row in told["next_tier_adds"]] == [
        {"kind": "discount", "percent_off": 2},
        {"kind": "points_rate", "percent": 120},
    ]


@pytest.mark.django_db(transaction=True)  # what is not committed yet does not reach the warehouse
def test_rhythm_and_categories_are_of_the_whole_chain_and_receipts_of_the_own_store(page):
    told = page(Role.STORE_MANAGER)
    assert (told["rhythm"]["first_on"], told["rhythm"]["last_on"]) == ("2026-01-29", "2026-02-28")
    assert [(row["category"], row["purchases"], row["net_minor"]) for row in told["categories"]] == [
        ("奶粉", 12, 48_000),
        ("玩具", 1, 10_000),
    ]
    assert [row["external_id"] for row in told["receipts"]] == [f"M{nth}" for nth in range(11, 1, -1)]


def test_costs_on_the_page_are_for_those_who_may_see_them(page):
    assert {row["cost_minor"] for row in page(Role.CASHIER)["receipts"]} == {None}
    assert {row["cost_minor"] for row in page(Role.STORE_MANAGER)["receipts"]} == {9_000}


def test_of_each_channel_the_last_word_stands(page):
    stands = {row["channel"]: row["decision"] for row in page(Role.GUIDE)["consents"]}
    assert stands == {"any": "withdrawn", "sms": "granted", "wechat": "withdrawn"}


def test_a_member_who_never_bought_has_a_page_too(chain, signed_in, at):
    new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone="13800138009")
    nobody = members.enrol(new=new, by=SYSTEM, at=at)
    told = signed_in(Role.CASHIER).get(f"/members/{nobody}/page").json()
    assert (told["receipts"], told["categories"], told["points"]["available"]) == ([], [], 0)
    assert told["rhythm"]["state"] == "never"


def test_a_member_of_another_legal_entity_has_no_page(chain, signed_in, at):
    new = NewMember(store_id=chain.stores["F1"], source=Source.TILL, phone="13800138008")
    stranger = members.enrol(new=new, by=SYSTEM, at=at)
    assert signed_in(Role.GUIDE).get(f"/members/{stranger}/page").json()["code"] == "members.no_such_member"


def test_a_page_of_fifty_members_asks_no_more_often_than_one_of_five(chain, signed_in, at):
    rows = [
        NewMember(store_id=chain.stores["S1"], source=Source.IMPORT, phone=f"139{number:08d}", name="王小明")
        for number in range(60)
    ]
    members.enrol_many(rows=rows, by=SYSTEM, at=at)
    manager = signed_in(Role.STORE_MANAGER)

    def take(limit):
        with CaptureQueriesContext(connection) as asked:
            items = manager.get(f"/members?store_id={chain.stores['S1']}&limit={limit}").json()["items"]
        return items, len(asked)

    few, for_few = take(5)
    many, for_many = take(50)
    assert (len(few), len(many)) == (5, 50)
    assert many[:5] == few
    assert {row["phone_masked"][:3] for row in many} == {"139"}
    assert for_many == for_few <= 15
