"""What is known of a member: the 360° page, birthdays and ages, conflicts between sources."""

from calendar import isleap
from collections.abc import Sequence
from datetime import date, timedelta

from shuke.foundation.datamap import rules as masks
from shuke.foundation.datamap.types import Words
from shuke.foundation.db import bulk
from shuke.foundation.members import rules, sealed
from shuke.foundation.members.acts.holding import NoSuchMember, family
from shuke.foundation.members.acts.profiles import read_value
from shuke.foundation.members.models import BasicSource, Member, Merge, ProfileConflict, ProfileField, ProfileValue
from shuke.foundation.members.reads.consents import consent_history
from shuke.foundation.members.reads.lookups import identities_masked, resolve
from shuke.foundation.members.reads.owners import owner_at
from shuke.foundation.members.types import (
    Birthday,
    Conflict,
    FieldOfProfile,
    FieldType,
    PastMerge,
    Profile,
    ProfileEntry,
    Sensitivity,
    Status,
)


def profile(member_id: int) -> Profile:
    """Return what this room knows of a member within the scope, sealed profile entries opened, identities masked."""
    member = Member.objects.filter(pk=resolve([member_id]).get(member_id, 0)).first()
    if member is None:
        raise NoSuchMember
    everybody = family(member.id)
    name = sealed.NAME.open(member.id, member.name) if member.name else ""
    return Profile(
        member_id=member.id,
        number=member.number,
        status=Status(member.status),
        source=member.source,
        enrolled_on=member.enrolled_on,
        enrolling_store_id=member.enrolling_store_id,
        name_masked=masks.masked_name(name),
        identities=identities_masked(everybody),
        gender=member.gender,
        birthday=birthday_of(member),
        entries=_basic_entries(member, name) + _entries(everybody),
        owner=owner_at(member.id, None),
        consents=tuple(consent_history(member.id)),
    )


def entries_of(member_ids: Sequence[int]) -> dict[str, str]:
    """Return the dictionary's values by key; the first account that tells a field speaks for it."""
    return {entry.key: entry.value for entry in _entries(member_ids)}


def is_minor(member_id: int, on: date) -> bool:
    """Tell whether the member may be under 18 on the day; no automated marketing reaches such a member."""
    return member_id in minors([member_id], on)


def minors(member_ids: Sequence[int] | None, on: date) -> set[int]:
    """Return those of the members (None: of all) who may be under 18 on the day, by what of the birthday is told."""
    young = Member.everyone.filter(birth_year__gte=on.year - rules.ADULT_AT)
    parts = [young] if member_ids is None else [young.filter(pk__in=some) for some in bulk.batches(member_ids, 1_000)]
    return {member.id for rows in parts for member in rows if rules.is_minor(birthday_of(member), on)}


def birthdays(month: int, day: int) -> list[int]:
    """Return the active members whose birthday is on the day; the month finds them, the sealed day decides."""
    rows = Member.everyone.filter(birth_month=month, birthday__isnull=False, status=Status.ACTIVE.value)
    return [member.id for member in rows.iterator() if birthday_of(member).day == day]


def birthdays_within(on: date, days: int) -> set[int]:
    """Return the active members whose birthday is on the day or within so many days after it.

    Who was born on a 29 February is met on the 28th where a year has none.
    """
    ahead = [on + timedelta(days=each) for each in range(days + 1)]
    wanted = {(day.month, day.day) for day in ahead}
    wanted |= {(2, 29) for day in ahead if (day.month, day.day) == (2, 28) and not isleap(day.year)}
    rows = Member.everyone.filter(
        birth_month__in={month for month, _ in wanted}, birthday__isnull=False, status=Status.ACTIVE.value
    )
    told = ((member, birthday_of(member)) for member in rows.only("id", "birthday", "birth_year", "birth_month"))
    return {member.id for member, birthday in told if (birthday.month, birthday.day) in wanted}


def conflicts(member_id: int) -> list[Conflict]:
    """Return each conflict between sources, oldest first."""
    rows = ProfileConflict.objects.filter(member__in=family(member_id)).order_by("at", "id")
    return [Conflict(row.key, row.kept_source, row.other_source, row.at) for row in rows]


def merges(member_id: int) -> list[PastMerge]:
    """Return the merges that brought accounts to the member, the latest first, with those that were undone."""
    rows = Merge.objects.filter(survivor__in=family(member_id)).order_by("-merged_at", "-id")
    return [PastMerge(row.id, row.survivor_id, row.merged_id, row.reason, row.merged_at, row.undone_at) for row in rows]


def fields() -> list[FieldOfProfile]:
    """Return the fields in use, by group and place."""
    rows = sorted(ProfileField.objects.filter(is_active=True), key=_place)
    return [
        FieldOfProfile(
            row.key, row.group, Words(row.label_zh, row.label_en), FieldType(row.type), tuple(row.options),
            Sensitivity(row.sensitivity),
        )
        for row in rows
    ]  # fmt: skip


def birthday_of(member: Member) -> Birthday:
    """Return as much of the birthday as is known; the whole of it is sealed."""
    if member.birthday is None:
        return Birthday(member.birth_year, member.birth_month)
    return rules.read_birthday(sealed.BIRTHDAY.open(member.id, member.birthday))


_BASIC_LABELS = {"name": Words("姓名", "Name"), "gender": Words("性别", "Sex"), "birthday": Words("生日", "Birthday")}


def _basic_entries(member: Member, name: str) -> tuple[ProfileEntry, ...]:
    said = {row.key: (row.source, row.recorded_at) for row in BasicSource.objects.filter(member=member)}
    values = {
        "name": masks.masked_name(name),
        "gender": member.gender or "",
        "birthday": rules.birthday_text(birthday_of(member)),
    }
    return tuple(
        ProfileEntry(key, _BASIC_LABELS[key], "basic", text, *said.get(key, (member.source, member.enrolled_at)))
        for key, text in values.items()
        if text
    )


def _entries(member_ids: Sequence[int]) -> tuple[ProfileEntry, ...]:
    """The values of all accounts of a person in the dictionary's order; the member's own account comes first."""
    rows = ProfileValue.objects.filter(member__in=member_ids).select_related("field")
    own: dict[str, ProfileValue] = {}
    for row in sorted(rows, key=lambda value: member_ids.index(value.member_id)):
        own.setdefault(row.field.key, row)
    ordered = sorted(own.values(), key=lambda value: _place(value.field))
    return tuple(
        ProfileEntry(
            row.field.key, Words(row.field.label_zh, row.field.label_en), row.field.group, read_value(row), row.source,
            row.recorded_at,
        )
        for row in ordered
    )  # fmt: skip


def _place(field: ProfileField) -> tuple[str, int, str]:
    return field.group, field.position, field.key
