"""G6: what speaks of a member is declared in the data map, or the build fails."""

import pytest
from django.db import models

from shuke.foundation.crypto.fields import SealedField
from shuke.foundation.datamap import queries as datamap
from shuke.foundation.datamap.types import DataClass, FieldNote, Nobody, Record, Retention, Words

WORDS = Words("某", "some")


def record(**told: object) -> Record:
    return Record(label=WORDS, purpose=WORDS, member="member_id", retention=Retention.LEDGER, **told)


def model(**fields: object) -> type[models.Model]:
    """A table that exists for this test alone."""
    from django.apps.registry import Apps

    meta = type("Meta", (), {"app_label": "nowhere", "apps": Apps()})
    return type("Loose", (models.Model,), {"__module__": "shuke.nowhere", "Meta": meta, **fields})


def test_every_table_that_speaks_of_a_member_is_in_the_map():
    assert datamap.faults() == []


def test_members_are_in_the_map():
    assert {"members_member", "members_identity", "members_consent", "members_profile_value"} <= {
        table._meta.db_table for table, _ in datamap.records()
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"member_id": models.BigIntegerField()},
        {"holder_id": models.BigIntegerField()},
        {"member": models.ForeignKey("members.Member", models.PROTECT)},
        {"buyer": models.ForeignKey("members.Member", models.PROTECT)},
        {"secret": SealedField()},
    ],
)
def test_a_new_table_with_a_member_key_and_no_record_is_a_fault(fields):
    if "buyer" in fields or "member" in fields:
        from shuke.foundation.members.models import Member

        name = next(iter(fields))
        fields = {name: models.ForeignKey(Member, models.PROTECT, related_name="+")}
    assert len(datamap.faults_of(model(**fields))) == 1


def test_a_table_about_goods_needs_no_record():
    assert datamap.faults_of(model(name=models.CharField(max_length=9))) == []


def test_sealed_secrets_of_the_house_may_speak_of_nobody_and_a_member_key_may_not():
    of_the_house = Nobody("keys of our own")

    assert datamap.faults_of(model(DATA=of_the_house, secret=SealedField())) == []
    assert len(datamap.faults_of(model(DATA=of_the_house, member_id=models.BigIntegerField()))) == 1


def test_a_new_text_in_a_declared_table_is_a_fault_until_it_is_named():
    fields = {"member_id": models.BigIntegerField(), "note": models.TextField(), "amount": models.BigIntegerField()}
    note = FieldNote(WORDS, WORDS, DataClass.PERSONAL)
    assert len(datamap.faults_of(model(DATA=record(), **fields))) == 1
    assert datamap.faults_of(model(DATA=record(codes=("note",)), **fields)) == []
    assert datamap.faults_of(model(DATA=record(fields={"note": note}), **fields)) == []


def test_a_declared_field_that_is_gone_is_a_fault():
    fields = {"member_id": models.BigIntegerField()}
    assert len(datamap.faults_of(model(DATA=record(codes=("gone",)), **fields))) == 1


def test_the_privacy_notice_is_made_from_the_map():
    lines = {line.what.en: line for line in datamap.notice()}
    assert lines["Name"].data_class == DataClass.PERSONAL
    assert lines["Name"].retention.zh.startswith("会员期间")
    assert all(line.what.zh and line.purpose.en and line.retention.en for line in lines.values())
    assert not any("index" in what.lower() for what in lines)
