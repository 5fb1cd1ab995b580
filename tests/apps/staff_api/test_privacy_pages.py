"""The data map and the privacy texts as an auditor sees them."""

import pytest
from tests.apps.staff_api.conftest import NOW

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.datamap import queries as datamap
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import Channel, Decision, NewConsent, NewMember, Purpose, Source
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(signed_in):
    return signed_in(Role.AUDITOR)


def test_the_map_tells_of_every_declared_table_and_field(auditor):
    told = auditor.get("/data-map").json()
    tables = {table["table"]: table for table in told["tables"]}
    assert set(tables) == {model._meta.db_table for model, _ in datamap.records()}
    for model, record in datamap.records():
        fields = [field["field"] for field in tables[model._meta.db_table]["fields"]]
        assert fields == list(record.fields)
    phone = next(field for field in tables["members_identity"]["fields"] if field["field"] == "ciphertext")
    assert (phone["sealed"], phone["mask"], phone["ending"]) == (True, "phone", "delete_row")
    assert tables["members_identity"]["basis"]["zh"].startswith("履行会员合同")
    assert "auditor" in told["seen_by"]
    assert "auditor" not in told["revealed_by"]


@pytest.mark.parametrize(("format_", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_map_is_taken_away_with_an_audit_entry(auditor, format_, starts):
    answer = auditor.get(f"/data-map?format={format_}")
    assert answer.content.startswith(starts)
    assert AuditEntry.objects.get(action="privacy.export").after["rows"] > 20


def test_each_version_of_a_text_says_how_often_it_was_answered_how(auditor, chain):
    with scopes.everywhere(reason="a test's own chain"):
        new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone="13800138000")
        member_id = members.enrol(new=new, by=SYSTEM, at=NOW)
        say = {"member_id": member_id, "by": SYSTEM, "at": NOW}
        members.decide(consents=[NewConsent(Purpose.MARKETING, Channel.SMS, Decision.GRANTED)], **say)
        fresh = members.publish_text(purpose=Purpose.MARKETING, zh="我同意。", en="I agree.", by=SYSTEM, at=NOW)
        members.decide(consents=[NewConsent(Purpose.MARKETING, Channel.SMS, Decision.WITHDRAWN)], **say)
    texts = [text for text in auditor.get("/privacy-texts").json() if text["purpose"] == "marketing"]
    assert [(text["version"], text["in_force"]) for text in texts] == [(1, True), (0, False)]
    assert [(text["granted"], text["withdrawn"]) for text in texts] == [(0, 1), (1, 0)]
    assert (texts[0]["id"], texts[1]["id"], texts[0]["zh"]) == (str(fresh), None, "我同意。")


def test_a_store_manager_sees_neither(signed_in):
    manager = signed_in(Role.STORE_MANAGER)
    assert manager.get("/data-map").json()["code"] == "auth.not_allowed"
    assert manager.get("/privacy-texts").json()["code"] == "auth.not_allowed"
