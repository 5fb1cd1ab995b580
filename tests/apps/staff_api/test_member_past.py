"""Whose a member was, how she comes, who brought her, and who may be the same person."""

import csv
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
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


def taken(asker, anna, at, chart: str, **query: str) -> list[list[str]]:
    more = urlencode({"chart": chart, "as_of": str(at.date()), "format": "csv", **query})
    answer = asker.get(f"/members/{anna}/chart-file?{more}")
    assert answer.status_code == 200
    head, *rows = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert head.pop().startswith("__exported_by__")
    return [head, *rows]


def test_a_chart_is_taken_as_a_file_with_the_latest_first(signed_in, anna, bought, at):
    bought(60, 3)
    bought(2, fen=-400, kind=ReceiptKind.RETURN)
    rows = taken(signed_in(Role.GUIDE), anna, at, "visits")
    days = [str((at - ago * DAY).date()) for ago in (2, 3, 60)]
    assert rows == [
        ["日期", "小票数", "净消费 (元)"],
        [days[0], "0", "-4.0"],
        [days[1], "1", "10.0"],
        [days[2], "1", "10.0"],
    ]
    entry = AuditEntry.objects.get(action="members.export_chart")
    assert (entry.subject, entry.after) == (f"member:{anna}", {"chart": "visits", "rows": 3})


def test_every_month_of_a_year_stands_in_its_file(signed_in, anna, bought, at):
    bought(60, 3)
    rows = taken(signed_in(Role.FINANCE), anna, at, "months", language="en")
    assert rows[0] == ["Month", "Days with a visit", "Net (yuan)"]
    months = rows[1:]
    assert (len(months), months[0][0], months[-1][0]) == (12, "2026-03", "2025-04")
    assert {row[0]: row[1:3] for row in months if row[1] != "0"} == {"2026-03": ["1", "10.0"], "2026-01": ["1", "10.0"]}


@pytest.mark.django_db(transaction=True)
def test_what_she_buys_is_taken_as_a_file(signed_in, anna, bought, at):
    bought(60, 3)
    asker = signed_in(Role.STORE_MANAGER)
    told = asker.get(f"/members/{anna}/page?as_of={at.date()}").json()["categories"]
    rows = taken(asker, anna, at, "categories", language="en")
    assert rows[0] == ["Category", "Purchases", "Quantity", "Net (yuan)"]
    assert [float(row[3]) * 100 for row in rows[1:]] == [row["net_minor"] for row in told]
    workbook = asker.get(f"/members/{anna}/chart-file?chart=categories&format=xlsx")
    assert workbook.content.startswith(b"PK")


def test_a_chart_without_a_format_tells_how_many_rows_it_has(signed_in, anna, bought, at):
    bought(60, 3)
    asker = signed_in(Role.GUIDE)
    assert asker.get(f"/members/{anna}/chart-file?as_of={at.date()}").json() == {"rows": 2}
    assert asker.get(f"/members/{anna}/chart-file?chart=secrets").status_code == 422
    assert asker.get("/members/7/chart-file").status_code == 404
