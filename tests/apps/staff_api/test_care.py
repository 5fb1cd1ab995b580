"""The care log: sealed, listed by kind, merged, copied and forgotten with the member."""

import pytest
from django.db import connection

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role
from shuke.surfaces import merging

pytestmark = pytest.mark.django_db
WORDS = "孩子对牛奶过敏,推荐羊奶粉"


@pytest.fixture
def enrolled(chain, at):
    def enrol(phone: str) -> int:
        new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone=phone)
        return members.enrol(new=new, by=SYSTEM, at=at)

    return enrol


@pytest.fixture
def anna(enrolled) -> int:
    return enrolled("13800138000")


def test_a_contact_is_read_in_clear_and_lies_sealed(signed_in, anna):
    guide = signed_in(Role.GUIDE)
    guide.post(f"/members/{anna}/care", {"kind": "call", "text": WORDS, "next_on": "2199-01-01"})
    (told,) = signed_in(Role.AUDITOR).get(f"/members/{anna}/care").json()["items"]
    assert (told["kind"], told["text"], told["next_on"]) == ("call", WORDS, "2199-01-01")
    assert (told["written_by_kind"], told["written_by_id"]) == ("staff", str(guide.staff_id))
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM care_contact")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])


def test_the_log_is_asked_by_kind_and_page_by_page_the_latest_first(signed_in, anna):
    manager = signed_in(Role.STORE_MANAGER)
    for nth, kind in enumerate(["call", "visit", "call", "complaint"]):
        manager.post(f"/members/{anna}/care", {"kind": kind, "text": f"第 {nth} 次"})
    calls = manager.get(f"/members/{anna}/care?kind=call").json()["items"]
    assert [row["text"] for row in calls] == ["第 2 次", "第 0 次"]
    first = manager.get(f"/members/{anna}/care?limit=3").json()
    rest = manager.get(f"/members/{anna}/care?limit=3&cursor={first['next']}").json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 1, None]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": "  "}, "care.nothing_said"),
        ({"happened_at": "2198-01-01T10:00:00+08:00"}, "care.not_yet_happened"),
        ({"next_on": "2001-01-01"}, "care.next_day_past"),
    ],
)
def test_what_cannot_be_is_refused_by_name(signed_in, anna, wrong, code):
    body = {"kind": "note", "text": "好", **wrong}
    answer = signed_in(Role.GUIDE).post(f"/members/{anna}/care", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_merge_reads_both_logs_and_parting_parts_them(signed_in, anna, enrolled, at):
    double = enrolled("13800138001")
    hq = signed_in(Role.HQ)
    for one in (anna, double):
        hq.post(f"/members/{one}/care", {"kind": "note", "text": f"关于 {one}"})
    preview = hq.post("/merges/preview", {"survivor_id": str(anna), "merged_id": str(double)}).json()
    assert {row["room"]: row["amount"] for row in preview["follows"]}["care"] == 1
    with scopes.everywhere(reason="one person anywhere"):
        merge = members.merge(survivor_id=anna, merged_id=double, followers=merging.FOLLOWERS, by=SYSTEM, at=at)
        assert len(hq.get(f"/members/{anna}/care").json()["items"]) == 2
        members.unmerge(merge_id=merge, followers=merging.FOLLOWERS, by=SYSTEM, at=at)
    assert [row["text"] for row in hq.get(f"/members/{anna}/care").json()["items"]] == [f"关于 {anna}"]


def test_the_log_is_given_out_in_the_copy_and_forgotten_on_erasure(signed_in, anna, at):
    signed_in(Role.GUIDE).post(f"/members/{anna}/care", {"kind": "visit", "text": WORDS})
    (told,) = members.copy(member_id=anna, by=SYSTEM, at=at)["care_contact"]
    assert told["text"] == WORDS
    assert members.erase(member_id=anna, reason="顾客要求", by=SYSTEM, at=at)["care_contact"] == 1
