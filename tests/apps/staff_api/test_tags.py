"""Tags as headquarters defines them and stores put them."""

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db
TASTE = {"name_zh": "口味", "name_en": "Taste", "code": "taste"}


@pytest.fixture
def anna(chain, at) -> int:
    new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone="13800138000")
    return members.enrol(new=new, by=SYSTEM, at=at)


@pytest.fixture
def green_tea(signed_in) -> str:
    hq = signed_in(Role.HQ, "definer")
    dimension = hq.post("/tag-dimensions", TASTE).json()["id"]
    return hq.post("/tags", {"dimension_id": dimension, "name_zh": "绿茶", "name_en": "Green tea"}).json()["id"]


def test_a_guide_puts_a_tag_and_everybody_sees_by_whose_word(signed_in, anna, green_tea):
    guide = signed_in(Role.GUIDE)
    assert guide.post(f"/members/{anna}/tags", {"tag_id": green_tea}).json() == {"changed": 1}
    (told,) = signed_in(Role.AUDITOR).get(f"/members/{anna}/tags").json()
    assert (told["name_zh"], told["dimension_en"], told["source"]) == ("绿茶", "Taste", "manual")
    assert (told["put_by_kind"], told["put_by_id"]) == ("staff", str(guide.staff_id))
    assert [row["members"] for row in guide.get("/tags").json()["items"]] == [1]
    assert AuditEntry.objects.get(action="tags.put").subject == f"member:{anna}"


def test_a_tag_that_is_taken_stays_in_the_past(signed_in, anna, green_tea):
    manager = signed_in(Role.STORE_MANAGER)
    manager.post(f"/members/{anna}/tags", {"tag_id": green_tea, "until_date": "2199-01-01"})
    assert manager.post(f"/members/{anna}/tags/removal", {"tag_id": green_tea}).json() == {"done": True}
    assert manager.get(f"/members/{anna}/tags").json() == []
    (past,) = manager.get(f"/members/{anna}/tags?with_past=true").json()
    assert (past["taken_by_kind"], past["taken_by_id"]) == ("staff", str(manager.staff_id))
    answer = manager.post(f"/members/{anna}/tags/removal", {"tag_id": green_tea})
    assert (answer.status_code, answer.json()["code"]) == (404, "tags.not_tagged")


def test_many_members_are_tagged_at_once(signed_in, anna, green_tea):
    body = {"tag_id": green_tea, "member_ids": [str(anna), "17"]}
    assert signed_in(Role.STORE_MANAGER).post("/member-tags", body).json() == {"changed": 1}


def test_a_retired_tag_is_put_on_nobody_and_found_only_when_asked_for(signed_in, anna, green_tea):
    hq = signed_in(Role.HQ)
    hq.post(f"/members/{anna}/tags", {"tag_id": green_tea})
    assert hq.ask("DELETE", f"/tags/{green_tea}").json() == {"done": True}
    assert hq.get("/tags").json()["items"] == []
    assert [row["retired_at"] is None for row in hq.get("/tags?with_retired=true").json()["items"]] == [False]
    assert [row["name_en"] for row in hq.get(f"/members/{anna}/tags").json()] == ["Green tea"]
    answer = hq.post(f"/members/{anna}/tags", {"tag_id": green_tea, "until_date": "2199-01-01"})
    assert (answer.status_code, answer.json()["code"]) == (409, "tags.retired")


def test_names_are_given_once(signed_in, green_tea):
    answer = signed_in(Role.HQ).post("/tag-dimensions", TASTE)
    assert (answer.status_code, answer.json()["code"]) == (409, "tags.exists")
