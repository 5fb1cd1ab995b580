"""What a member is called: by whose word, since when and until when; merged and gone with her."""

from datetime import timedelta

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.tags import operations as tags
from shuke.foundation.tags import queries
from shuke.foundation.tags.models import Tagging
from shuke.foundation.tags.types import NewTag, NewTagging, TagSource

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def enrolled(stores, at):
    def enrol(phone: str) -> int:
        new = NewMember(store_id=stores["S1"], source=Source.TILL, phone=phone)
        return members.enrol(new=new, by=SYSTEM, at=at)

    return enrol


@pytest.fixture
def anna(enrolled):
    return enrolled("13800138000")


@pytest.fixture
def define(at):
    def make(*names: str, is_single: bool = False, valid_days: int | None = None) -> list[int]:
        dimension = tags.define_dimension(zh=f"维度 {names}", en="Dimension", is_single=is_single, by=SYSTEM, at=at)
        new = [NewTag(dimension, name, name, valid_days=valid_days) for name in names]
        return [tags.define(new=each, by=SYSTEM, at=at) for each in new]

    return make


@pytest.fixture
def put(at):
    def act(tag_id, *member_ids, source=TagSource.MANUAL, until=None, at=at):
        return tags.put(new=NewTagging(tag_id, member_ids, until, source), by=SYSTEM, at=at)

    return act


def names(member_id, on):
    return [(row.zh, row.source.value) for row in queries.carried(member_id, on=on.date())]


def test_a_tag_holds_from_its_day_until_its_end(anna, define, put, at):
    (summer,) = define("夏季", valid_days=30)
    put(summer, anna)
    assert names(anna, at) == [("夏季", "manual")]
    assert names(anna, at - DAY) == []
    assert names(anna, at + 29 * DAY) == [("夏季", "manual")]
    assert names(anna, at + 30 * DAY) == []
    assert [row.taken_at for row in queries.carried(anna, on=(at + 30 * DAY).date(), with_past=True)] == [None]


def test_of_a_single_dimension_the_new_tag_takes_the_place_of_the_other(anna, define, put, at):
    pregnant, mother = define("孕期", "新手妈妈", is_single=True)
    green, black = define("绿茶", "红茶")
    for each in (pregnant, green, mother, black):
        put(each, anna)
    assert {name for name, _ in names(anna, at)} == {"新手妈妈", "绿茶", "红茶"}
    assert len(queries.carried(anna, on=at.date(), with_past=True)) == 4


def test_neither_rule_nor_file_changes_what_a_person_said(anna, enrolled, define, put, at):
    (vip,) = define("贵宾")
    put(vip, anna, until=(at + 9 * DAY).date())
    assert put(vip, anna, source=TagSource.RULE) == 0
    assert put(vip, anna, enrolled("13800138001"), source=TagSource.IMPORT) == 1
    assert [row.until_date for row in queries.carried(anna, on=at.date())] == [(at + 9 * DAY).date()]
    assert put(vip, anna, source=TagSource.RULE, at=at + 10 * DAY) == 1
    assert names(anna, at + 10 * DAY) == [("贵宾", "rule")]


def test_the_same_tag_twice_is_one(anna, define, put, at):
    (vip,) = define("贵宾")
    assert [put(vip, anna), put(vip, anna)] == [1, 0]
    assert AuditEntry.objects.filter(action="tags.put", subject=f"member:{anna}").count() == 1
    assert put(vip, anna, until=(at + DAY).date()) == 1
    assert queries.members_by_tag([vip], on=at.date()) == {vip: 1}


def test_a_merge_brings_tags_together_and_parting_parts_them(anna, enrolled, define, put, at):
    (vip, fan) = define("贵宾", "粉丝")
    double = enrolled("13800138001")
    put(vip, anna, double)
    put(fan, double)
    merge = members.merge(survivor_id=anna, merged_id=double, by=SYSTEM, at=at)
    assert {name for name, _ in names(anna, at)} == {"贵宾", "粉丝"}
    assert set(queries.carriers([fan], on=at.date())) == {anna}
    assert queries.members_by_tag([vip, fan], on=at.date()) == {vip: 1, fan: 1}
    tags.take(tag_id=vip, member_id=anna, by=SYSTEM, at=at)
    assert names(anna, at) == [("粉丝", "manual")]
    members.unmerge(merge_id=merge, by=SYSTEM, at=at)
    assert names(anna, at) == []
    assert names(double, at) == [("粉丝", "manual")]


def test_tags_are_in_the_copy_and_gone_with_the_member(anna, define, put, at):
    (vip,) = define("贵宾")
    put(vip, anna)
    (told,) = members.copy(member_id=anna, by=SYSTEM, at=at)["tags_tagging"]
    assert told["tag_name"] == "贵宾"
    assert members.erase(member_id=anna, reason="顾客要求", by=SYSTEM, at=at)["tags_tagging"] == 1
    assert not Tagging.objects.exists()


def test_what_cannot_be_is_refused_by_name(anna, define, put, at):
    (vip,) = define("贵宾")
    with pytest.raises(tags.UnknownTag):
        put(1, anna)
    with pytest.raises(tags.OverAtOnce):
        put(vip, anna, until=at.date())
    with pytest.raises(tags.NotTagged):
        tags.take(tag_id=vip, member_id=anna, by=SYSTEM, at=at)
    with pytest.raises(tags.TooManyTagged):
        put(vip, *range(1, 1_002))
    with pytest.raises(tags.UnknownDimension):
        tags.define(new=NewTag(1, "无", "none"), by=SYSTEM, at=at)
    dimension = queries.tag(vip).dimension_id
    with pytest.raises(tags.TagExists):
        tags.define(new=NewTag(dimension, "贵宾", "again"), by=SYSTEM, at=at)
    tags.retire(tag_id=vip, by=SYSTEM, at=at)
    with pytest.raises(tags.TagRetired):
        put(vip, anna)
    with pytest.raises(tags.UnknownTag):
        tags.retire(tag_id=vip, by=SYSTEM, at=at)
    with pytest.raises(tags.TagExists):
        tags.define_dimension(zh=queries.dimensions()[0].zh, en="again", by=SYSTEM, at=at)
