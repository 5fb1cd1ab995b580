"""Tags as headquarters defines them and stores put them."""

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role
from shuke.foundation.tags import operations as tags
from shuke.foundation.tags import queries
from shuke.foundation.tags.types import NewTag

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


def test_who_made_a_tag_is_told_by_name(signed_in, green_tea, at):
    tags.define(new=NewTag(queries.tag(int(green_tea)).dimension_id, "红茶", "Black tea"), by=SYSTEM, at=at)
    maker = signed_in(Role.AUDITOR).get("/tags").json()["items"]
    assert [(row["name_en"], row["made_by"]) for row in maker] == [("Green tea", "某hq"), ("Black tea", "")]
    assert all(row["made_at"] for row in maker)


def test_a_tag_is_renamed_for_whoever_has_it_too(signed_in, anna, green_tea):
    hq = signed_in(Role.HQ)
    hq.post(f"/members/{anna}/tags", {"tag_id": green_tea})
    named = {"name_zh": "龙井", "name_en": "Longjing", "valid_days": 30}
    assert hq.ask("PUT", f"/tags/{green_tea}", named).json() == {"done": True}
    (told,) = hq.get("/tags").json()["items"]
    assert {key: told[key] for key in named} == named
    (carried,) = hq.get(f"/members/{anna}/tags").json()
    assert (carried["name_zh"], carried["until_date"]) == ("龙井", None)
    entry = AuditEntry.objects.get(action="tags.change")
    assert (entry.before["zh"], entry.after["zh"], entry.after["valid_days"]) == ("绿茶", "龙井", 30)


def test_a_dimension_is_renamed(signed_in, green_tea):
    hq = signed_in(Role.HQ)
    (dimension,) = hq.get("/tag-dimensions").json()
    body = {"name_zh": "喜好", "name_en": "Likes"}
    assert hq.ask("PUT", f"/tag-dimensions/{dimension['id']}", body).json() == {"done": True}
    (told,) = hq.get("/tag-dimensions").json()
    assert (told["name_zh"], told["name_en"], told["code"]) == ("喜好", "Likes", "taste")
    assert AuditEntry.objects.get(action="tags.change_dimension").before == {"zh": "口味", "en": "Taste"}


def test_no_two_tags_of_a_dimension_are_called_the_same(signed_in, green_tea):
    hq = signed_in(Role.HQ)
    (dimension,) = hq.get("/tag-dimensions").json()
    other = {"dimension_id": dimension["id"], "name_zh": "红茶", "name_en": "Black tea"}
    black = hq.post("/tags", other).json()["id"]
    taken = {"name_zh": "绿茶", "name_en": "Again"}
    answers = [hq.ask("PUT", f"/tags/{black}", taken), hq.post("/tags", {**other, **taken})]
    assert {(answer.status_code, answer.json()["code"], answer.json()["field"]) for answer in answers} == {
        (409, "tags.exists", "name_zh")
    }
    hq.post("/tag-dimensions", {"name_zh": "喜好", "name_en": "Likes"})
    answer = hq.ask("PUT", f"/tag-dimensions/{dimension['id']}", {"name_zh": "喜好", "name_en": "Taste"})
    assert (answer.json()["code"], answer.json()["field"]) == ("tags.exists", "name_zh")
    answer = hq.post("/tag-dimensions", {"name_zh": "另一个", "name_en": "Another", "code": "taste"})
    assert (answer.json()["code"], answer.json()["field"]) == ("tags.exists", "code")


@pytest.mark.parametrize(
    ("path", "code"), [("/tags/7", "tags.unknown_tag"), ("/tag-dimensions/7", "tags.unknown_dimension")]
)
def test_what_is_not_there_is_not_renamed(signed_in, path, code):
    answer = signed_in(Role.HQ).ask("PUT", path, {"name_zh": "无", "name_en": "None"})
    assert (answer.status_code, answer.json()["code"]) == (404, code)


def test_a_manager_renames_nothing(signed_in, green_tea):
    answer = signed_in(Role.STORE_MANAGER).ask("PUT", f"/tags/{green_tea}", {"name_zh": "无", "name_en": "None"})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.not_allowed")
