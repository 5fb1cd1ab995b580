"""A figure of a report opens to members and receipts in reach, page by page, or as a file that leaves its trace."""

import pytest
from tests.apps.staff_api import cast as casting
from tests.apps.staff_api.cast import Cast

from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.members.models import Tombstone
from shuke.foundation.members.reads import lookups
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.SHUKE_HOME = tmp_path


@pytest.fixture
def cast(db, own_home) -> Cast:
    return casting.gather()


def figures(report: dict, name: str) -> list[int]:
    place = [column["name"] for column in report["columns"]].index(name)
    return [row[place] for row in report["rows"]]


def test_as_many_are_listed_as_were_counted(cast: Cast):
    owner = cast.askers["owner"]
    report = owner.get("/reports/lifecycle").json()
    for state, counted in zip(figures(report, "state"), figures(report, "members"), strict=True):
        opened = owner.get(f"/reports/lifecycle/members?figure=members&at=state={state}&limit=200").json()
        assert (opened["count"], len(opened["items"]), opened["out_of_reach"]) == (counted, counted, 0)
    assert sum(figures(report, "members")) > 1


def test_a_sum_opens_to_its_receipts(cast: Cast):
    owner = cast.askers["owner"]
    report = owner.get("/reports/overview").json()
    opened = owner.get("/reports/overview/receipts?figure=net_minor&limit=200").json()
    assert opened["amount"] == report["totals"]["net_minor"] == sum(row["net_minor"] for row in opened["items"])
    assert opened["count"] == len(opened["items"])


def test_a_list_goes_on_by_its_cursor(cast: Cast):
    owner = cast.askers["owner"]
    path = "/reports/lifecycle/members?figure=members"
    whole = [row["member_id"] for row in owner.get(f"{path}&limit=200").json()["items"]]
    first = owner.get(f"{path}&limit=1").json()
    second = owner.get(f"{path}&limit=200&cursor={first['next']}").json()
    assert [row["member_id"] for row in (*first["items"], *second["items"])] == whole


def test_names_stand_for_codes_and_phones_are_masked(cast: Cast):
    opened = cast.askers["owner"].get("/reports/lifecycle/members?figure=members&at=state=never").json()
    assert opened["cell"][0]["label"] == {"zh": "从未消费", "en": "Never bought"}
    assert all("*" in row["phone_masked"] for row in opened["items"] if row["phone_masked"])


def test_what_belongs_to_others_is_counted_and_not_shown(cast: Cast):
    manager = cast.askers["store_manager"]
    report = manager.get("/reports/overview").json()
    opened = manager.get("/reports/overview/receipts?figure=net_minor&limit=200").json()
    assert opened["amount"] == report["totals"]["net_minor"]
    assert opened["count"] == len(opened["items"]) + opened["out_of_reach"]


def test_whoever_is_counted_among_very_many_is_reached_the_same(cast: Cast, monkeypatch):
    manager = cast.askers["store_manager"]
    path = f"/reports/lifecycle/members?figure=members&limit=200&store_id={cast.chain.stores['S1']}"
    looked_for = manager.get(path).json()
    monkeypatch.setattr(lookups, "_MANY", 0)
    assert looked_for["count"] > 0
    assert manager.get(path).json() == looked_for


def test_who_left_for_good_is_counted_and_not_shown(cast: Cast, at):
    owner = cast.askers["owner"]
    path = "/reports/lifecycle/members?figure=members&limit=200"
    before = owner.get(path).json()
    gone = before["items"][0]["member_id"]
    Tombstone.objects.create(member_id=int(gone), erased_at=at)
    after = owner.get(path).json()
    assert (after["count"], after["out_of_reach"]) == (before["count"], before["out_of_reach"] + 1)
    assert gone not in {row["member_id"] for row in after["items"]}


@pytest.mark.parametrize(("format_", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
@pytest.mark.parametrize(("behind", "figure"), [("members", "members"), ("receipts", "net_minor")])
def test_a_file_is_taken_away_with_an_audit_entry(cast: Cast, behind: str, figure: str, format_: str, starts: bytes):
    answer = cast.askers["owner"].get(f"/reports/overview/{behind}?figure={figure}&format={format_}")
    assert answer.status_code == 200
    assert answer.content.startswith(starts)
    (entry,) = AuditEntry.objects.filter(action=f"reports.export_{behind}")
    assert entry.subject == "report:overview"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/reports/nothing/members?figure=members", "measures.unknown"),
        ("/reports/lifecycle/members?figure=member_share_bp", "measures.not_opened"),
        ("/reports/lifecycle/receipts?figure=members", "measures.not_opened"),
        ("/reports/lifecycle/members?figure=members&at=nothing=1", "measures.wrong_cell"),
        ("/reports/ladder/members?figure=members", "measures.wrong_cell"),
        ("/reports/lifecycle/members", "request.invalid"),
        ("/reports/lifecycle/members?figure=members&cursor=bm8", "request.invalid_cursor"),
    ],
)
def test_wrong_questions_are_refused_by_name(signed_in, path: str, code: str):
    assert signed_in(Role.OWNER).get(path).json()["code"] == code


def test_the_quadrant_rule_tells_its_holes_and_overlaps(signed_in):
    told = signed_in(Role.FINANCE).get("/reports/quadrants/rule").json()
    assert {box["key"] for box in told["boxes"]} == {"q1", "q2", "q3", "q4"}
    assert {finding["kind"] for finding in told["findings"]} == {"hole", "overlap"}
