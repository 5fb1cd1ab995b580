"""Two accounts of one person become one: their coupons follow, and what both were issued counts together."""

from collections.abc import Iterator

import pytest
from tests.apps.coupons.conftest import NOON, issue, template

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries as people
from shuke.foundation.members.types import NewMember
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons.models import Allowance
from shuke.surfaces import merging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole_chain() -> Iterator[None]:
    with scopes.everywhere(reason="members of the whole chain"):
        yield


@pytest.fixture
def two() -> tuple[int, int]:
    store = org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=NOON)["S1"]
    phones = ("13812345678", "13812345679")
    new = [NewMember(store_id=store, source="till", phone=phone) for phone in phones]
    one, other = (members.enrol(new=each, by=SYSTEM, at=NOON) for each in new)
    return one, other


def merge(survivor: int, merged: int) -> int:
    return members.merge(survivor_id=survivor, merged_id=merged, followers=merging.FOLLOWERS, by=SYSTEM, at=NOON)


def unmerge(merge_id: int) -> None:
    members.unmerge(merge_id=merge_id, followers=merging.FOLLOWERS, by=SYSTEM, at=NOON)


def counted() -> dict[int, int]:
    return dict(Allowance.objects.values_list("member_id", "taken"))


def test_the_preview_tells_of_the_coupons(two: tuple[int, int]) -> None:
    one, other = two
    template()
    for _ in range(2):
        issue(member_id=other)
    seen = people.preview_merge(survivor_id=one, merged_id=other, followers=merging.FOLLOWERS)

    told = {line.what.en: line.amount for lines in seen.followers.values() for line in lines}
    assert told["Coupons"] == 2


def test_together_they_may_have_no_more_than_one_may(two: tuple[int, int]) -> None:
    one, other = two
    template(per_member=3)
    for owner in (one, other, other):
        issue(member_id=owner)
    merge(one, other)

    with pytest.raises(coupons.HadEnough):
        issue(member_id=one)


def test_beyond_the_limit_they_keep_what_they_have_and_get_no_more(two: tuple[int, int]) -> None:
    one, other = two
    template(per_member=2)
    for owner in (one, one, other, other):
        issue(member_id=owner)
    merge(one, other)

    assert counted()[one] == 4
    with pytest.raises(coupons.HadEnough):
        issue(member_id=one)


def test_parted_each_has_its_own_count_again_and_what_came_since_is_the_survivors(two: tuple[int, int]) -> None:
    one, other = two
    template(per_member=3)
    issue(member_id=other)
    merge_id = merge(one, other)
    issue(member_id=one)
    assert counted() == {one: 2, other: 1}

    unmerge(merge_id)
    assert counted() == {one: 1, other: 1}
    again = merge(one, other)
    unmerge(again)
    assert counted() == {one: 1, other: 1}


def test_parted_from_whom_it_all_came_nothing_is_counted(two: tuple[int, int]) -> None:
    one, other = two
    template(per_member=1)
    issue(member_id=other)
    unmerge(merge(one, other))

    assert counted() == {other: 1}
    issue(member_id=one)
