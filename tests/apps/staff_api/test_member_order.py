"""The list of members looked through in order, however few are found, and with accounts that were absorbed."""

import pytest
from tests.apps.staff_api import test_member_list as listed
from tests.apps.staff_api.test_member_list import DAY, names

from shuke.engaging.roll import queries
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.models import Member
from shuke.foundation.members.types import Decision, NewConsent, Purpose, Status

pytestmark = pytest.mark.django_db
crowd, guide, owner = listed.crowd, listed.guide, listed.owner


@pytest.mark.parametrize(
    "asked", ["", "has_phone=true", "sex=male&has_phone=true", "marketing=true", "has_phone=false"]
)
@pytest.mark.parametrize("sort", ["joined", "-joined", "last", "-last", "spent", "-visits", "points"])
def test_an_order_is_the_same_however_far_it_is_walked(owner, crowd, monkeypatch, asked, sort):
    def pages(limit: int) -> list[str]:
        found, following = [], ""
        while following is not None:
            answer = owner.get(f"/members?{asked}&sort={sort}&limit={limit}&cursor={following}")
            found += names(crowd, answer)
            following = answer.json()["next"]
        return found

    whole = pages(200)
    for walked in (0, 1, 3):
        monkeypatch.setattr(queries, "_WALKED", walked)
        assert pages(200) == pages(1) == pages(2) == whole


def test_an_absorbed_account_s_phone_and_last_word_are_its_survivor_s(owner, crowd, at):
    def found(asked: str) -> list[str]:
        told = names(crowd, owner.get(f"/members?{asked}"))
        assert owner.get(f"/member-count?{asked}").json() == {"members": len(told)}
        return told

    withdrawn = NewConsent(purpose=Purpose.MARKETING, decision=Decision.WITHDRAWN)
    granted = NewConsent(purpose=Purpose.MARKETING, decision=Decision.GRANTED)
    members.decide(member_id=crowd["cleo"], consents=[withdrawn], by=SYSTEM, at=at + DAY)
    members.decide(member_id=crowd["dora"], consents=[granted], by=SYSTEM, at=at + DAY)
    for merged, survivor in (("cleo", "anna"), ("dora", "bea")):
        Member.everyone.filter(pk=crowd[merged]).update(status=Status.MERGED.value, survivor_id=crowd[survivor])

    assert found("has_phone=true") == ["anna", "bea", "emil"]
    assert found("has_phone=false") == []
    assert found("marketing=true") == ["bea"]
    assert found("marketing=false") == ["anna", "emil"]
