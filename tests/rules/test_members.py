from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.foundation.datamap import rules as masks
from shuke.foundation.datamap.types import Mask
from shuke.foundation.members import rules
from shuke.foundation.members.types import (
    Birthday,
    Channel,
    ConsentFact,
    Decision,
    FieldType,
    IdentityKind,
    NewMember,
    Purpose,
)

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "+8613812345678",
        "008613812345678",
        "8613812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138-1234-5678",
        "１３８１２３４５６７８",
        "\u202d138\u200b12345678\u202c",
        "(+86)13812345678",
        "138\u00a01234\u30005678",
    ],
)
def test_a_mainland_phone_has_one_form(written):
    assert rules.phone(written) == "13812345678"


@pytest.mark.parametrize(
    ("written", "kept"), [("+852 9123 4567", "+85291234567"), ("00886 912 345 678", "+886912345678")]
)
def test_a_phone_of_elsewhere_needs_its_country(written, kept):
    assert rules.phone(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "1381234567", "138123456789", "12812345678", "1.38E+10", "138123456a8", "+86 021 6234 5678", "+852 1", "abc"],
)
def test_what_is_no_phone_is_refused(written):
    with pytest.raises(rules.InvalidPhone):
        rules.phone(written)


@given(st.integers(0, 10**14 - 1))
def test_a_card_number_shows_a_slip_of_one_digit(draw):
    number = rules.number_of(draw)
    slip = number[:7] + str((int(number[7]) + 1) % 10) + number[8:]
    assert rules.is_own_number(number)
    assert not rules.is_own_number(slip)
    assert not rules.looks_like_phone(number)


@pytest.mark.parametrize("text", ["", "1", "13812345678", "+86 138 1234 5678", "VIP 7", "中文卡号"])
def test_a_card_number_kept_in_clear_is_never_a_phone(text):
    with pytest.raises(rules.InvalidNumber):
        rules.card_number(text)


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ("1990-05-12", Birthday(1990, 5, 12)),
        ("1990/5/12", Birthday(1990, 5, 12)),
        ("1990年5月12日", Birthday(1990, 5, 12)),
        ("５月１２日", Birthday(None, 5, 12)),
        ("05-12", Birthday(None, 5, 12)),
        ("1990", Birthday(1990)),
        (date(1990, 5, 12), Birthday(1990, 5, 12)),
        (Birthday(month=5), Birthday(None, 5)),
        ("", Birthday()),
        (None, Birthday()),
    ],
)
def test_a_birthday_may_be_told_in_part_and_comes_back_as_told(told, parts):
    found = rules.birthday(told, on=TODAY)
    assert found == parts
    assert rules.read_birthday(rules.birthday_text(found)) == parts


@pytest.mark.parametrize("told", ["1990-02-30", "2026-03-11", "1899-12-31", "13-01", "yesterday", Birthday(day=5)])
def test_a_birthday_that_cannot_be_is_refused(told):
    with pytest.raises(rules.InvalidBirthday):
        rules.birthday(told, on=TODAY)


def test_what_cannot_be_read_as_a_birthday_is_refused():
    with pytest.raises(rules.InvalidBirthday):
        rules.read_birthday("May")


@pytest.mark.parametrize(
    ("told", "on", "minor"),
    [
        (Birthday(2008, 3, 10), date(2026, 3, 9), True),
        (Birthday(2008, 3, 10), date(2026, 3, 10), False),
        (Birthday(2008, 3), date(2026, 3, 30), True),
        (Birthday(2008, 3), date(2026, 4, 1), False),
        (Birthday(2008), date(2026, 12, 30), True),
        (Birthday(2008), date(2026, 12, 31), False),
        (Birthday(None, 3, 10), TODAY, False),
        (Birthday(), TODAY, False),
    ],
)
def test_what_was_not_told_counts_for_the_child(told, on, minor):
    assert rules.is_minor(told, on) is minor


@pytest.mark.parametrize(
    ("told", "kept"), [("女", "female"), ("M", "male"), ("2", "female"), ("保密", None), ("", None), (None, None)]
)
def test_sex_is_told_or_not(told, kept):
    assert rules.gender(told) == kept


def test_another_word_for_sex_is_refused():
    with pytest.raises(rules.InvalidGender):
        rules.gender("x")


@pytest.mark.parametrize("text", ["王" * 61, "王\x00"])
def test_a_name_that_cannot_be_is_refused(text):
    with pytest.raises(rules.InvalidName):
        rules.name(text)


def test_an_identity_is_not_empty_and_not_endless():
    for text in (" ", "x" * 129):
        with pytest.raises(rules.InvalidIdentity):
            rules.identity(IdentityKind.UNION_ID, text)


def test_the_phone_is_the_surest_identity():
    new = NewMember(1, "till", phone="13812345678", identities=((IdentityKind.CARD, "a1"),), legacy_id="L")
    assert [kind for kind, _ in rules.identities_of(new)] == ["phone", "card", "legacy_id"]


@pytest.mark.parametrize(
    ("kind", "options", "text", "fits"),
    [
        (FieldType.NUMBER, (), "12.5", True),
        (FieldType.NUMBER, (), "1e9", False),
        (FieldType.DATE, (), "2026-03-10", True),
        (FieldType.DATE, (), "2026-3-10", False),
        (FieldType.CHOICE, ("dry", "oily"), "dry", True),
        (FieldType.CHOICE, ("dry", "oily"), "wet", False),
        (FieldType.CHOICES, ("tea", "coffee"), "tea,coffee", True),
        (FieldType.CHOICES, ("tea", "coffee"), "tea,milk", False),
        (FieldType.YES_NO, (), "yes", True),
        (FieldType.YES_NO, (), "1", False),
        (FieldType.TEXT, (), "x" * 501, False),
    ],
)
def test_a_profile_value_fits_its_field(kind, options, text, fits):
    if fits:
        assert rules.value(kind, options, "k", text) == text
    else:
        with pytest.raises(rules.InvalidValue):
            rules.value(kind, options, "k", text)


def said(number, decision, channel=Channel.ANY, day=1, purpose=Purpose.MARKETING):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    return ConsentFact(number, purpose, channel, decision, at, "", None, "member", 1)


@pytest.mark.parametrize(
    ("history", "channel", "decides"),
    [
        ([], Channel.SMS, None),
        ([said(1, Decision.GRANTED)], Channel.SMS, 1),
        ([said(1, Decision.GRANTED), said(2, Decision.WITHDRAWN, Channel.SMS, 2)], Channel.SMS, 2),
        ([said(1, Decision.GRANTED), said(2, Decision.WITHDRAWN, Channel.SMS, 2)], Channel.WECOM, 1),
        ([said(2, Decision.GRANTED, Channel.SMS, 2), said(3, Decision.WITHDRAWN, Channel.ANY, 3)], Channel.SMS, 3),
        ([said(1, Decision.GRANTED), said(2, Decision.WITHDRAWN)], Channel.SMS, 2),
        ([said(1, Decision.GRANTED, purpose=Purpose.PROFILING)], Channel.SMS, None),
    ],
)
def test_the_newest_word_on_the_channel_or_on_all_decides(history, channel, decides):
    found = rules.latest(history, Purpose.MARKETING, channel)
    assert (found.id if found else None) == decides


def test_a_no_is_not_asked_again_for_180_days():
    no, day = said(1, Decision.REFUSED), date(2026, 1, 2)
    assert not rules.may_ask(no, day + timedelta(days=179), day)
    assert rules.may_ask(no, day + timedelta(days=180), day)
    assert not rules.may_ask(said(1, Decision.GRANTED), date(2030, 1, 1), day)
    assert rules.may_ask(None, day, None)


def test_the_members_own_word_weighs_most():
    assert rules.replaces("mini_program", "till")
    assert rules.replaces("till", "import")
    assert rules.replaces("till", "guide")
    assert not rules.replaces("import", "till")
    assert not rules.replaces("inferred", "import")


@pytest.mark.parametrize(
    ("text", "mask", "shown"),
    [
        ("13812345678", Mask.PHONE, "138****5678"),
        ("+85291234567", Mask.PHONE, "****4567"),
        ("王小明", Mask.NAME, "王**"),
        ("", Mask.NAME, ""),
        ("A1234567", Mask.TAIL, "****4567"),
        ("A1", Mask.TAIL, "****"),
        ("allergy", Mask.HIDDEN, "****"),
        ("female", Mask.OPEN, "female"),
    ],
)
def test_masks(text, mask, shown):
    assert masks.masked(text, mask) == shown
