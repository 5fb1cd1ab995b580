from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import Clash, Identity, Member
from shuke.foundation.members.types import Birthday, IdentityKind, NewMember, Source, Status
from shuke.foundation.outbox.models import OutboxEvent


def test_a_phone_is_enough(enrol):
    member_id = enrol("+86 138-1234 5678")

    found = queries.get(member_id)

    assert (found.phone_masked, found.name_masked, found.status) == ("138****5678", "", Status.ACTIVE)


def test_the_same_phone_is_the_same_member(enrol):
    first = enrol("13812345678", name="王小明")

    assert enrol("0086 138 1234 5678", name="别人") == first
    assert queries.get(first).name_masked == "王**"
    assert Member.everyone.count() == 1


def test_nobody_at_all_is_refused(enrol):
    with pytest.raises(members.NoIdentity):
        enrol(None, name="王小明")


def test_an_unknown_store_is_refused(clerk, at, stores):
    with pytest.raises(members.UnknownStore):
        members.enrol(new=NewMember(store_id=1, source="till", phone="13812345678"), by=clerk, at=at)


def test_a_batch_has_a_limit(clerk, at, stores):
    rows = [NewMember(store_id=stores["S1"], source="import", phone="13812345678")] * 5_001
    with pytest.raises(members.TooManyAtOnce):
        members.enrol_many(rows=rows, by=clerk, at=at)


@pytest.mark.covers("C37")
def test_joins_from_everywhere_are_one_list_with_their_source(enrol):
    for last, source in enumerate((Source.TILL, Source.QR, Source.MINI_PROGRAM, Source.H5, Source.IMPORT)):
        enrol(f"1381234567{last}", source=source)

    sources = Member.objects.order_by("id").values_list("source", flat=True)
    assert list(sources) == ["till", "qr", "mini_program", "h5", "import"]
    assert [queries.profile(pk).source for pk in Member.objects.order_by("id").values_list("id", flat=True)] == list(
        sources
    )


def test_an_enrolment_is_told_to_the_rooms_above(enrol, stores):
    member_id = enrol()

    event = OutboxEvent.objects.get(name="members.enrolled")
    assert event.payload == {"member_id": member_id, "store_id": stores["S1"], "source": "till"}


def test_a_known_member_is_not_enrolled_again(enrol):
    enrol()
    enrol()

    assert OutboxEvent.objects.filter(name="members.enrolled").count() == 1


def test_a_batch_gives_ids_in_order_and_says_who_was_known(enrol, clerk, at, stores):
    old = enrol("13800000001")
    rows = [
        NewMember(store_id=stores["S1"], source="import", phone=phone)
        for phone in ("13800000002", "13800000001", "13800000003", "138 0000 0002")
    ]

    enrolment = members.enrol_batch(rows=rows, by=clerk, at=at)

    assert enrolment.ids[1] == old
    assert enrolment.ids[3] == enrolment.ids[0]
    assert enrolment.known == {1, 3}
    assert Member.everyone.count() == 3
    assert queries.ids_by_identity(IdentityKind.PHONE, ["13800000003", "13900000000", "x"]) == {
        "13800000003": enrolment.ids[2]
    }


def test_a_batch_of_known_members_writes_nothing_but_new_identities(enrol, clerk, at, stores):
    old = enrol("13800000001")
    row = NewMember(store_id=stores["S1"], source="import", phone="13800000001", legacy_id="A7")

    assert members.enrol_many(rows=[row], by=clerk, at=at) == [old]
    assert queries.ids_by_identity(IdentityKind.LEGACY_ID, ["A7"]) == {"A7": old}
    assert not OutboxEvent.objects.filter(name="members.enrolled_many").exists()


def test_identities_of_two_members_in_one_row_are_noted_and_the_surer_one_wins(enrol, clerk, at, stores):
    by_phone = enrol("13800000001")
    by_card = enrol(None, identities=((IdentityKind.CARD, "VIP-1"),))

    row = NewMember(stores["S1"], "import", phone="13800000001", identities=((IdentityKind.CARD, "vip-1"),))
    assert members.enrol_many(rows=[row], by=clerk, at=at) == [by_phone]
    assert list(Clash.objects.values_list("member_id", "other_id", "kind")) == [(by_phone, by_card, "card")]


def test_one_bad_row_refuses_the_batch(clerk, at, stores):
    rows = [NewMember(stores["S1"], "import", phone=phone) for phone in ("13800000001", "1380000000")]

    with pytest.raises(members.InvalidPhone):
        members.enrol_many(rows=rows, by=clerk, at=at)

    assert not Member.everyone.exists()


@pytest.mark.covers("C08")
def test_each_error_of_a_row_is_told_with_its_field_before_anything_is_written(enrol, at, stores):
    bad = NewMember(
        stores["S1"],
        "import",
        phone="1.38E+10",
        name="王" * 61,
        gender="x",
        birthday="1990-02-30",
        number="13812345678",
    )

    faults = queries.problems(bad, at.date())

    assert [(fault.code, fault.field) for fault in faults] == [
        ("members.invalid_phone", "phone"),
        ("members.invalid_number", "number"),
        ("members.invalid_name", "name"),
        ("members.invalid_gender", "gender"),
        ("members.invalid_birthday", "birthday"),
    ]
    assert enrol("13800000001") == enrol("+8613800000001")
    with pytest.raises(members.InvalidBirthday):
        enrol("13800000002", birthday="2026-04-01")


@pytest.mark.covers("D09")
def test_name_phone_and_birthday_are_kept_sealed_and_come_back_whole(enrol):
    member_id = enrol("13812345678", name="王小明", birthday=date(1990, 5, 12), gender="男")

    row = Member.everyone.get(pk=member_id)
    told = queries.profile(member_id)

    assert "王小明".encode() not in bytes(row.name)
    assert (told.name_masked, told.birthday, told.gender) == ("王**", Birthday(1990, 5, 12), "male")
    assert told.identities == ((IdentityKind.PHONE, "138****5678"),)


def test_the_time_of_joining_may_lie_in_the_past(enrol):
    member_id = enrol(enrolled_at=datetime(2024, 12, 31, 17, 0, tzinfo=UTC))

    assert queries.profile(member_id).enrolled_on == date(2025, 1, 1)


def test_a_card_number_from_before_is_kept_and_one_is_drawn_for_everybody_else(enrol):
    old = enrol(None, number="vip-0007")
    new = enrol("13800000001")

    assert [one.member_id for one in queries.find("VIP-0007")] == [old]
    assert len(queries.get(new).number) == 16
    assert enrol(None, number="VIP-0007") == old


def test_the_database_itself_keeps_one_member_for_one_phone(enrol):
    enrol("13812345678")
    other = enrol("13812345679")
    taken = Identity.objects.exclude(member_id=other).get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(member_id=other, kind=taken.kind, index_hex=taken.index_hex, ciphertext=b"x")


def test_enrolling_takes_a_fixed_number_of_statements_however_many_come(
    clerk, at, stores, django_assert_max_num_queries
):
    rows = [NewMember(stores["S1"], "import", phone=f"138{count:08d}", name="王") for count in range(500)]

    with django_assert_max_num_queries(14):
        members.enrol_many(rows=rows, by=clerk, at=at)

    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.covers("C07")
def test_the_front_desk_enters_a_phone_and_a_file_brings_the_paper_register(enrol, clerk, at, stores):
    at_the_desk = enrol("13800000001", name="王小明")
    register = [
        NewMember(stores["S1"], Source.IMPORT, phone="138 0000 0001", name="王小明", birthday="1990年5月12日"),
        NewMember(stores["S1"], Source.IMPORT, phone="+86-13800000002", name="李四", gender="女"),
    ]

    enrolment = members.enrol_batch(rows=register, by=clerk, at=at)

    assert enrolment.ids[0] == at_the_desk
    assert queries.get(enrolment.ids[1]).name_masked == "李**"
