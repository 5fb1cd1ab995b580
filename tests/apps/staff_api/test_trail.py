"""The audit trail as an auditor reads it: names in place of codes, by person, act and day, and as a file."""

import pytest

from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def acts(signed_in, chain):
    """HQ hired somebody and renamed a store; the auditor reads."""
    hq, auditor = signed_in(Role.HQ), signed_in(Role.AUDITOR)
    token = hq.get("/session").json()["csrf_token"]
    hired = hq.post("/staff", {"code": "G7", "name": "李娜"}, **{"X-CSRFToken": token}).json()["id"]
    store = chain.stores["S1"]
    hq.ask("PATCH", f"/stores/{store}", {"name": "人民路新店"}, **{"X-CSRFToken": token})
    return auditor, hq, hired


def test_an_entry_says_who_did_what_to_whom_in_both_languages(acts):
    auditor, hq, hired = acts
    entry = auditor.get("/audit?action=org.hire").json()["items"][0]
    assert entry["action_name"] == {"zh": "办理入职", "en": "Took on a person"}
    assert entry["actor_id"] == str(hq.staff_id)
    assert entry["actor_name"] == "某hq (hq-1)"
    assert (entry["subject"], entry["subject_label"]) == (f"staff:{hired}", "李娜 (G7)")
    assert entry["subject_kind"] == {"zh": "员工", "en": "Staff"}


def test_the_trail_is_narrowed_by_person_and_by_day(acts):
    auditor, hq, _ = acts
    mine = auditor.get(f"/audit?actor_id={hq.staff_id}").json()["items"]
    assert {entry["action"] for entry in mine} == {"org.hire", "org.change_store"}
    assert auditor.get(f"/audit?actor_id={hq.staff_id}&to_date=2020-01-01").json()["items"] == []
    assert auditor.get(f"/audit?actor_id={hq.staff_id}&from_date=2199-01-01").json()["items"] == []
    assert auditor.get("/audit?from_date=never").status_code == 422


def test_pages_follow_each_other(acts):
    auditor, _, _ = acts
    first = auditor.get("/audit?limit=1").json()
    second = auditor.get(f"/audit?limit=1&cursor={first['next']}").json()
    assert int(first["items"][0]["id"]) > int(second["items"][0]["id"])


@pytest.mark.parametrize(("format_", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_trail_is_taken_away_with_an_entry_of_its_own(acts, format_, starts):
    auditor, hq, _ = acts
    answer = auditor.get(f"/audit?action=org.hire&actor_id={hq.staff_id}&format={format_}")
    assert answer.content.startswith(starts)
    assert AuditEntry.objects.get(action="audit.export").after == {"rows": 1}


def test_every_act_can_be_chosen_by_its_name(acts):
    auditor, _, _ = acts
    names = {each["code"]: each for each in auditor.get("/audit/actions").json()}
    assert names["members.reveal"]["zh"] == "查看完整身份信息"
    assert {entry["action"] for entry in auditor.get("/audit").json()["items"]} <= set(names)


def test_headquarters_may_not_read_the_trail(acts):
    _, hq, _ = acts
    assert hq.get("/audit").json()["code"] == "auth.not_allowed"
    assert hq.get("/audit/actions").json()["code"] == "auth.not_allowed"
