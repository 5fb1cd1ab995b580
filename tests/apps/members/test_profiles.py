from datetime import timedelta

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import ProfileValue
from shuke.foundation.members.types import (
    Birthday,
    FieldType,
    NewConsent,
    Purpose,
    Sensitivity,
)
from shuke.foundation.rulebook import operations as rulebook


@pytest.fixture
def define(clerk, at, db):
    def define(key, type=FieldType.TEXT, **told):
        return members.define_field(
            key=key, group=told.pop("group", "兴趣"), label_zh=key, label_en=key, type=type, by=clerk, at=at, **told
        )

    return define


@pytest.fixture
def switch_on(db, at):
    def switch_on(kind, body):
        version = rulebook.propose(kind=kind, body=body, effective_from=at.date(), by=SYSTEM, at=at)
        rulebook.approve(version_id=version, by=SYSTEM, at=at)

    return switch_on


def values(member_id):
    return {entry.key: entry.value for entry in queries.profile(member_id).entries}


@pytest.mark.covers("D28")
def test_hobbies_and_motives_are_fields_of_the_chains_own(enrol, define, clerk, at):
    define("hobby", FieldType.CHOICES, options=["茶", "跑步"], sensitivity=Sensitivity.NONE)
    define("motive")
    member_id = enrol(profile={"hobby": "茶,跑步", "motive": "送礼"})

    assert values(member_id) == {"hobby": "茶,跑步", "motive": "送礼"}
    members.update_profile(member_id=member_id, values={"motive": "自用"}, source="guide", by=clerk, at=at)
    assert values(member_id)["motive"] == "自用"


@pytest.mark.covers("C34")
def test_each_value_knows_source_and_time_and_a_conflict_is_kept_on_record(enrol, define, clerk, at):
    define("size", FieldType.CHOICE, options=["S", "M", "L"], sensitivity=Sensitivity.NONE)
    member_id = enrol(source="till", name="王小明", profile={"size": "S"})
    later = at + timedelta(days=1)

    told = {"size": "M", "name": "王晓明", "birthday": "1990-05-12"}
    taken = members.update_profile(member_id=member_id, values=told, source="mini_program", by=clerk, at=later)
    left = members.update_profile(member_id=member_id, values={"size": "L"}, source="import", by=clerk, at=later)

    entries = {
        entry.key: (entry.value, entry.source, entry.recorded_at) for entry in queries.profile(member_id).entries
    }
    assert entries["size"] == ("M", "mini_program", later)
    assert entries["name"] == ("王**", "mini_program", later)
    assert queries.profile(member_id).birthday == Birthday(1990, 5, 12)
    assert (set(taken), left) == ({"size", "name", "birthday"}, ())
    assert sorted((row.key, row.kept_source, row.other_source, row.at) for row in queries.conflicts(member_id)) == [
        ("name", "mini_program", "till", later),
        ("size", "mini_program", "import", later),
        ("size", "mini_program", "till", later),
    ]


def test_the_same_news_twice_change_nothing(enrol, define, clerk, at):
    member_id = enrol(name="王小明", gender="女")
    same = {"name": "王小明", "gender": "F"}
    assert members.update_profile(member_id=member_id, values=same, source="till", by=clerk, at=at) == ()
    assert queries.conflicts(member_id) == []


def test_an_empty_text_takes_a_value_away(enrol, define, clerk, at):
    define("motive")
    member_id = enrol(name="王小明", gender="女", birthday="1990-05-12", profile={"motive": "送礼"})
    nothing = dict.fromkeys(("name", "gender", "birthday", "motive"), "")
    members.update_profile(member_id=member_id, values=nothing, source="mini_program", by=clerk, at=at)
    assert values(member_id) == {}


def test_a_field_that_is_not_there_is_refused(enrol, define, clerk, at):
    define("motive")
    members.retire_field(key="motive", by=clerk, at=at)
    with pytest.raises(members.UnknownField):
        enrol(profile={"motive": "送礼"})
    with pytest.raises(members.UnknownField):
        members.retire_field(key="motive", by=clerk, at=at)


@pytest.mark.parametrize("key", ["motive", "name"])
def test_a_key_names_one_field(define, key):
    define("motive")
    with pytest.raises(members.FieldExists):
        define(key)


def test_choices_need_options(define):
    with pytest.raises(members.NeedsOptions):
        define("hobby", FieldType.CHOICE)


def test_a_value_must_fit(enrol, define):
    define("hobby", FieldType.CHOICE, options=["茶"])
    with pytest.raises(members.InvalidValue):
        enrol(profile={"hobby": "酒"})


def test_free_text_is_sealed_even_when_called_harmless(enrol, define):
    define("note", FieldType.TEXT, sensitivity=Sensitivity.NONE)
    enrol(profile={"note": "13912345678"})
    row = ProfileValue.objects.get()
    assert row.value is None
    assert b"13912345678" not in bytes(row.sealed)


def test_sensitive_data_needs_a_consent_of_its_own(enrol, define, clerk, at):
    define("allergy", sensitivity=Sensitivity.SENSITIVE)
    with pytest.raises(members.NeedsSeparateConsent):
        enrol(profile={"allergy": "花粉"})
    member_id = enrol(profile={"allergy": "花粉"}, consents=(NewConsent(Purpose.SENSITIVE),))
    assert values(member_id) == {"allergy": "花粉"}
    members.withdraw(member_id=member_id, purpose=Purpose.SENSITIVE, by=clerk, at=at + timedelta(minutes=1))
    assert values(member_id) == {}
    with pytest.raises(members.NeedsSeparateConsent):
        members.update_profile(member_id=member_id, values={"allergy": "尘螨"}, source="till", by=clerk, at=at)


def test_childrens_data_is_off_until_switched_on_and_needs_the_guardian(enrol, define, switch_on):
    with pytest.raises(members.ChildDataIsOff):
        define("baby_birthday", FieldType.DATE, sensitivity=Sensitivity.CHILD)
    switch_on("members.children", {"enabled": True})
    define("baby_birthday", FieldType.DATE, sensitivity=Sensitivity.CHILD)
    with pytest.raises(members.NeedsSeparateConsent):
        enrol(profile={"baby_birthday": "2025-12-01"})
    member_id = enrol(profile={"baby_birthday": "2025-12-01"}, consents=(NewConsent(Purpose.CHILD),))
    assert values(member_id) == {"baby_birthday": "2025-12-01"}


@pytest.mark.covers("D31")
def test_the_dictionary_has_groups_and_the_quality_report_counts_each_field(enrol, define, clerk, at):
    define("hobby", FieldType.CHOICE, options=["茶"], group="兴趣")
    define("skin", FieldType.CHOICE, options=["干", "油"], group="肤质")
    first = enrol("13800000001", name="王小明", profile={"hobby": "茶", "skin": "干"})
    enrol("13800000002", profile={"hobby": "茶"})
    members.update_profile(member_id=first, values={"skin": "油"}, source="mini_program", by=clerk, at=at)

    assert [(entry.group, entry.key) for entry in queries.profile(first).entries if entry.group != "basic"] == [
        ("兴趣", "hobby"),
        ("肤质", "skin"),
    ]
    report = {line.key: (line.filled, line.members, line.conflicts) for line in queries.data_quality(at.date())}
    assert report["phone"] == (2, 2, 0)
    assert report["name"] == (1, 2, 0)
    assert report["hobby"] == (2, 2, 0)
    assert report["skin"] == (1, 2, 1)


@pytest.mark.covers("B20")
def test_completeness_of_member_and_store_follows_the_chains_own_list(enrol, define, switch_on, stores, at):
    define("hobby", FieldType.CHOICE, options=["茶"])
    whole = enrol("13800000001", name="王小明", gender="女", birthday="1990-05-12")
    bare = enrol("13800000002")
    enrol("13800000003", store="S2", name="李四")

    assert queries.completeness(whole, at.date()).permille == 1000
    assert queries.completeness(bare, at.date()).missing == ("name", "gender", "birthday")
    assert queries.completeness_by_store(at.date()) == {stores["S1"]: 625, stores["S2"]: 500}

    switch_on("members.completeness", {"required": ["phone", "hobby"]})
    assert queries.completeness(whole, at.date()).permille == 500
    assert queries.completeness(whole, at.date()).missing == ("hobby",)
    assert queries.completeness_by_store(at.date()) == {stores["S1"]: 500, stores["S2"]: 500}


def test_completeness_of_nobody_is_refused(db, at):
    with pytest.raises(members.NoSuchMember):
        queries.completeness(1, at.date())
