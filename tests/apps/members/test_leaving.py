import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shuke.foundation.audit import queries as audit
from shuke.foundation.datamap import queries as datamap
from shuke.foundation.datamap.types import About
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import Consent, Identity, Member, Ownership, ProfileValue, RightsRequest, Tombstone
from shuke.foundation.members.types import (
    Channel,
    FieldType,
    IdentityKind,
    NewConsent,
    Purpose,
    RequestKind,
    Sensitivity,
    Status,
)
from shuke.foundation.outbox.models import OutboxEvent


@pytest.fixture
def regular(enrol, clerk, at):
    """A member of whom much is known."""
    members.define_field(
        key="motive", group="兴趣", label_zh="动机", label_en="Motive", type=FieldType.TEXT,
        sensitivity=Sensitivity.PERSONAL, by=clerk, at=at,
    )  # fmt: skip
    member_id = enrol(
        "13812345678", name="王小明", birthday="1990-05-12", gender="女", legacy_id="OLD-1",
        profile={"motive": "送给母亲"}, consents=(NewConsent(Purpose.MARKETING, Channel.SMS),),
    )  # fmt: skip
    members.update_profile(member_id=member_id, values={"motive": "自用"}, source="mini_program", by=clerk, at=at)
    return member_id


@pytest.fixture
def tombstones(tmp_path, settings):
    settings.SHUKE_HOME = tmp_path
    return tmp_path / "tombstones.json"


def test_the_copy_holds_every_table_of_the_map_in_clear(regular, clerk, at):
    copy = members.copy(member_id=regular, by=clerk, at=at)

    of_members = [each for each in datamap.records() if each[1].about is About.MEMBER]
    exported = {model._meta.db_table for model, record in of_members if record.export}
    assert copy.keys() == exported
    assert copy["members_member"][0]["name"] == "王小明"
    assert copy["members_member"][0]["birthday"] == "1990-05-12"
    assert {row["ciphertext"] for row in copy["members_identity"]} == {"13812345678", "OLD-1"}
    assert copy["members_profile_value"][0]["sealed"] == "自用"
    assert copy["members_consent"][0]["decision"] == "granted"
    assert copy["members_profile_conflict"][0]["other_value"] == "送给母亲"
    assert "index_hex" not in json.dumps(copy, ensure_ascii=False)
    assert audit.entries(action="members.copy").get().subject == f"member:{regular}"


def test_the_copy_of_a_survivor_holds_what_was_merged_into_it(regular, enrol, clerk, at):
    other = enrol("13800000002")
    members.merge(survivor_id=regular, merged_id=other, by=clerk, at=at)
    copy = members.copy(member_id=regular, by=clerk, at=at)
    assert "13800000002" in {row["ciphertext"] for row in copy["members_identity"]}


def test_the_copy_of_nobody_is_refused(db, clerk, at):
    with pytest.raises(members.NoSuchMember):
        members.copy(member_id=1, by=clerk, at=at)


def test_after_erasure_the_person_is_gone_and_the_books_stay(regular, enrol, clerk, at):
    merged = enrol("13800000002", name="王小明")
    members.merge(survivor_id=regular, merged_id=merged, by=clerk, at=at)
    number = queries.get(regular).number

    members.erase(member_id=regular, reason="本人申请", by=clerk, at=at + timedelta(days=1))

    assert Member.everyone.get(pk=regular).status == Status.ERASED
    assert Member.everyone.get(pk=merged).survivor_id == regular
    for table in (Identity, ProfileValue):
        assert not table.objects.exists()
    for row in Member.everyone.all():
        assert (row.name, row.birthday, row.gender, row.birth_year, row.birth_month, row.twin_hex) == (None,) * 6
    assert all(queries.find(text) == [] for text in ("13812345678", "5678", "OLD-1", number, "13800000002"))
    assert Consent.objects.filter(member=regular).count() == 1
    assert queries.owner_at(regular, at.date()) is not None
    assert queries.owner_at(regular, None) is None
    assert not queries.allows(regular, Purpose.MARKETING, Channel.SMS)
    assert OutboxEvent.objects.filter(name="members.erased").get().payload == {"member_id": regular}


def test_who_left_may_come_back_as_somebody_new(regular, enrol, clerk, at):
    members.erase(member_id=regular, reason="本人申请", by=clerk, at=at)
    assert enrol("13812345678") != regular


def test_nobody_is_erased_twice(regular, clerk, at):
    members.erase(member_id=regular, reason="本人申请", by=clerk, at=at)
    with pytest.raises(members.NotInThisStatus):
        members.erase(member_id=regular, reason="本人申请", by=clerk, at=at)


@pytest.mark.django_db(transaction=True)
def test_a_restored_backup_is_made_to_forget_again(regular, clerk, at, tombstones):
    """G5: the tombstones lie beside the database; here the erasure itself is undone as a restore would undo it."""
    backup = {"name": bytes(Member.everyone.get(pk=regular).name)}
    phone = Identity.objects.get(member=regular, kind=IdentityKind.PHONE.value)
    members.erase(member_id=regular, reason="本人申请", by=clerk, at=at)
    assert json.loads(tombstones.read_text()) == [regular]

    Member.everyone.filter(pk=regular).update(status=Status.ACTIVE.value, **backup)
    phone.save(force_insert=True)
    assert queries.find("13812345678") != []

    assert members.reapply_tombstones(by=clerk, at=at + timedelta(days=2)) == 1
    assert queries.find("13812345678") == []
    assert Member.everyone.get(pk=regular).name is None
    assert members.reapply_tombstones(by=clerk, at=at + timedelta(days=2)) == 0


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_did_not_happen_leaves_no_tombstone(regular, clerk, at, tombstones):
    with transaction.atomic():
        members.erase(member_id=regular, reason="本人申请", by=clerk, at=at)
        transaction.set_rollback(True)
    assert not tombstones.exists()
    assert queries.find("13812345678") != []


def test_tombstones_stay(regular, clerk, at):
    members.erase(member_id=regular, reason="本人申请", by=clerk, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Tombstone.objects.all().delete()
    assert queries.tombstones() == [regular]


def test_a_request_is_answered_within_fifteen_working_days(regular, clerk, at):
    request = members.receive_request(member_id=regular, kind=RequestKind.COPY, by=clerk, at=at)
    assert RightsRequest.objects.get(pk=request).due_on == date(2026, 3, 31)
    members.copy(member_id=regular, by=clerk, at=at + timedelta(hours=1))
    assert RightsRequest.objects.get(pk=request).done_at == at + timedelta(hours=1)


def test_a_frozen_account_keeps_everything(regular, clerk, at):
    members.freeze(member_id=regular, reason="核查", by=clerk, at=at)
    assert queries.get(regular).status == Status.FROZEN
    with pytest.raises(members.NotInThisStatus):
        members.freeze(member_id=regular, reason="再次", by=clerk, at=at)
    members.unfreeze(member_id=regular, reason="完成", by=clerk, at=at)
    assert queries.get(regular).status == Status.ACTIVE
    assert Ownership.objects.filter(member=regular, to_date__isnull=True).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE members_member SET status = 'merged'",
        "UPDATE members_member SET status = 'gone'",
        "UPDATE members_member SET status = 'erased'",
        "UPDATE members_member SET birth_month = 13",
        "UPDATE members_identity SET kind = 'face'",
    ],
)
def test_the_database_refuses_a_member_that_cannot_be(regular, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def twins(regular, enrol, clerk, at, tombstones):
    """Two accounts made one, and the list of who left still empty."""
    other = enrol("13912345678", name="王小明")
    merge_id = members.merge(survivor_id=regular, merged_id=other, reason="同一人", by=clerk, at=at)
    return regular, other, merge_id


@pytest.mark.django_db(transaction=True)
def test_who_left_with_a_merged_account_is_made_to_leave_once(twins, clerk, at, tombstones):
    survivor, merged, _ = twins
    tombstones.write_text(json.dumps([survivor, merged]))

    assert members.reapply_tombstones(by=clerk, at=at) == 1
    assert members.reapply_tombstones(by=clerk, at=at) == 0
    assert not Identity.objects.filter(member__in=[survivor, merged]).exists()
    assert OutboxEvent.objects.filter(name="members.erased").get().payload == {"member_id": survivor}


@pytest.mark.django_db(transaction=True)
def test_who_was_parted_before_leaving_does_not_take_the_survivor_along(twins, clerk, at, tombstones):
    survivor, merged, merge_id = twins
    tombstones.write_text(json.dumps([merged]))

    assert members.reapply_tombstones(by=clerk, at=at) == 1
    assert [Member.everyone.get(pk=one).status for one in (survivor, merged)] == ["active", "erased"]
    assert [Identity.objects.filter(member=one).exists() for one in (survivor, merged)] == [True, False]
    with pytest.raises(members.NoSuchMerge):
        members.unmerge(merge_id=merge_id, by=clerk, at=at)
