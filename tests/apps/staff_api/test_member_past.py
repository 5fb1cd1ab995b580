"""Whose a member was, how she comes, who brought her, and who may be the same person."""

from datetime import timedelta

import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import FieldType as Type
from shuke.foundation.members.types import NewMember, Sensitivity, Source
from shuke.foundation.org.types import Role
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt, ReceiptKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def enrolled(chain, at):
    def enrol(phone: str, **told) -> int:
        new = NewMember(
            store_id=chain.stores["S1"], source=Source.TILL, phone=phone, enrolled_at=at - 300 * DAY, **told
        )
        return members.enrol(new=new, by=SYSTEM, at=at - 300 * DAY)

    return enrol


@pytest.fixture
def anna(enrolled) -> int:
    return enrolled("13800138000", name="王小明", birthday="1990-05-12")


@pytest.fixture
def bought(chain, anna, at):
    def buy(*days_ago: int, fen: int = 1_000, kind: ReceiptKind = ReceiptKind.SALE) -> None:
        line = NewLine(None, 1000 if fen > 0 else -1000, fen, 0, fen)
        rows = [
            NewReceipt(f"{kind}-{day}", chain.stores["S1"], at - day * DAY, (line,), member_id=anna, kind=kind)
            for day in days_ago
        ]
        with scopes.everywhere(reason="the till's own receipts"):
            sales.record_many(receipts=rows, source="till", by=SYSTEM, at=at)

    return buy


def asked(asker, anna, at):
    return asker.get(f"/members/{anna}/visits?as_of={at.date()}").json()


def test_she_is_expected_after_the_median_of_her_gaps(signed_in, anna, bought, at):
    bought(60, 50, 40, 15)
    told = asked(signed_in(Role.GUIDE), anna, at)
    assert (told["median_gap_days"], told["expected_on"]) == (10, str((at - 5 * DAY).date()))
    assert told["overdue_days"] == 5
    assert [row["sales"] for row in told["visits"]] == [1, 1, 1, 1]


def test_two_visits_make_no_rhythm_and_a_return_is_no_visit(signed_in, anna, bought, at):
    bought(60, 50)
    bought(5, fen=-400, kind=ReceiptKind.RETURN)
    told = asked(signed_in(Role.GUIDE), anna, at)
    assert (told["median_gap_days"], told["expected_on"], told["overdue_days"]) == (None, None, 0)
    assert [(row["sales"], row["net_minor"]) for row in told["visits"]] == [(1, 1_000), (1, 1_000), (0, -400)]


def test_every_owner_stands_with_its_days(signed_in, chain, anna, at):
    manager = signed_in(Role.REGIONAL)
    with scopes.everywhere(reason="headquarters' own act"):
        members.reassign(
            member_id=anna, store_id=chain.stores["S2"], from_date=at.date(), reason="搬家", by=SYSTEM, at=at
        )
    told = manager.get(f"/members/{anna}/owners").json()
    assert [(row["store_id"], row["to_date"], row["basis"]) for row in told] == [
        (str(chain.stores["S2"]), None, "manual"),
        (str(chain.stores["S1"]), str(at.date()), "opening_store"),
    ]


def test_who_may_be_the_same_person_and_what_became_of_a_merge(signed_in, anna, enrolled, at):
    twin = enrolled("13800138001", name="王小明", birthday="1990-05-12")
    enrolled("13800138002", name="李雷")
    hq = signed_in(Role.HQ)
    (suspect,) = hq.get(f"/members/{twin}/duplicates").json()
    assert {suspect["member_id"], suspect["other_id"]} == {str(anna), str(twin)}
    merge = {"survivor_id": str(anna), "merged_id": str(twin), "reason": "同一人"}
    merge_id = hq.post("/merges", merge).json()["id"]
    assert hq.get(f"/members/{anna}/duplicates").json() == []
    hq.ask("DELETE", f"/merges/{merge_id}")
    (past,) = hq.get(f"/members/{anna}/merges").json()
    assert (past["id"], past["merged_id"], past["undone_at"] is None) == (merge_id, str(twin), False)


def test_the_field_dictionary_and_the_conflicts_of_a_profile(signed_in, anna, at):
    told = {"label_zh": "肤质", "label_en": "Skin", "type": Type.CHOICE, "options": ["干", "油"]}
    members.define_field(key="skin", group="护肤", sensitivity=Sensitivity.NONE, by=SYSTEM, at=at, **told)
    manager = signed_in(Role.STORE_MANAGER)
    (field,) = manager.get("/profile-fields").json()
    assert (field["key"], field["group"], field["options"]) == ("skin", "护肤", ["干", "油"])
    manager.ask("PATCH", f"/members/{anna}/profile", {"values": {"name": "王晓明"}})
    (conflict,) = manager.get(f"/members/{anna}/conflicts").json()
    assert (conflict["key"], {conflict["kept_source"], conflict["other_source"]}) == ("name", {"till", "console"})
    assert "王" not in str(conflict)


def test_nobody_brought_whoever_came_alone(signed_in, anna):
    assert signed_in(Role.GUIDE).get(f"/members/{anna}/referrer").json() == []
