"""The field dictionary and the values in it; each value knows from where and since when, and conflicts are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.members import documents, rules, sealed, sql
from shuke.foundation.members.acts.holding import hold
from shuke.foundation.members.events import Updated
from shuke.foundation.members.models import BasicSource, Member, ProfileConflict, ProfileField, ProfileValue
from shuke.foundation.members.types import Channel, FieldType, Purpose, Sensitivity, Status
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook

COLUMNS = ("id", "member_id", "field_id", "value", "sealed", "source", "recorded_at")


class UnknownField(Refusal):
    """The dictionary has no such field, or it is out of use."""

    code = "members.unknown_field"
    status = 422
    zh = "没有字段 {key}"
    en = "There is no field {key}"


class FieldExists(Refusal):
    """A key names one field for ever."""

    code = "members.field_exists"
    zh = "字段 {key} 已存在"
    en = "Field {key} exists already"


class NeedsOptions(Refusal):
    """A choice without options cannot be answered."""

    code = "members.needs_options"
    status = 422
    zh = "单选或多选字段需要选项"
    en = "A field of choices needs its options"


class NeedsSeparateConsent(Refusal):
    """Sensitive data, and data of a child, are kept only with a consent of their own."""

    code = "members.needs_separate_consent"
    status = 403
    zh = "字段 {key} 需要单独同意:{purpose}"
    en = "Field {key} needs a separate consent: {purpose}"


class ChildDataIsOff(Refusal):
    """The chain has not switched on the keeping of children's data."""

    code = "members.child_data_is_off"
    status = 403
    zh = "未启用儿童信息,字段 {key} 不能保存"
    en = "Children's data is switched off; {key} is not kept"


@dataclass(frozen=True, slots=True)
class FieldFact:
    """A field of the dictionary."""

    id: int
    key: str
    type: FieldType
    options: tuple[str, ...]
    sensitivity: Sensitivity


Dictionary = Mapping[str, FieldFact]


def dictionary() -> Dictionary:
    """Return the fields in use by key."""
    return {
        row.key: FieldFact(row.id, row.key, FieldType(row.type), tuple(row.options), Sensitivity(row.sensitivity))
        for row in ProfileField.objects.filter(is_active=True)
    }


@transaction.atomic
def define_field(
    *,
    key: str,
    group: str,
    label_zh: str,
    label_en: str,
    type: FieldType,
    options: Sequence[str] = (),
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
    position: int = 0,
    by: Actor,
    at: datetime,
) -> int:
    """Add a field to the dictionary and return its id. Free text is never left open: it is sealed at least."""
    if key in rules.BASICS or ProfileField.objects.filter(key=key).exists():
        raise FieldExists(field="key", key=key)
    if type in {FieldType.CHOICE, FieldType.CHOICES} and not options:
        raise NeedsOptions(field="options")
    if sensitivity == Sensitivity.CHILD and not _child_data_is_on(at):
        raise ChildDataIsOff(key=key)
    if sensitivity == Sensitivity.NONE and type == FieldType.TEXT:
        sensitivity = Sensitivity.PERSONAL
    field = ProfileField.objects.create(
        key=key, group=group, label_zh=label_zh, label_en=label_en, type=type.value, options=list(options),
        sensitivity=sensitivity.value, position=position,
    )  # fmt: skip
    audit.record(by=by, at=at, action="members.define_field", subject=f"field:{field.id}", after={"key": key})
    return field.id


@transaction.atomic
def retire_field(*, key: str, by: Actor, at: datetime) -> None:
    """Take a field out of use; its values stay until their members change or leave."""
    if not ProfileField.objects.filter(key=key, is_active=True).update(is_active=False):
        raise UnknownField(field="key", key=key)
    audit.record(by=by, at=at, action="members.retire_field", subject=f"field:{key}")


def first_values(
    fields: Dictionary,
    member_id: int,
    values: Mapping[str, str],
    *,
    source: str,
    granted: frozenset[Purpose],
    at: datetime,
) -> list[tuple[object, ...]]:
    """Return the profile rows of somebody who joins, in the order of `COLUMNS`; an empty value is not told."""
    rows = []
    for key, text in values.items():
        if text.strip():
            fact = _allowed(fields, key, granted, at)
            rows.append(_row(fact, member_id, rules.value(fact.type, fact.options, key, text), source, at))
    return rows


@transaction.atomic
def update_profile(
    *, member_id: int, values: Mapping[str, str], source: str, by: Actor, at: datetime
) -> tuple[str, ...]:
    """Take news about a member and return the keys that were taken.

    Keys are "name", "gender", "birthday" or keys of the dictionary; an empty text takes a value away. The member's own
    word weighs more than staff's, staff's more than a file's; where two sources differ, the conflict is kept on record.
    """
    member = hold(member_id, at, Status.ACTIVE, Status.FROZEN)
    basics = {key: text for key, text in values.items() if key in rules.BASICS}
    others = {key: text for key, text in values.items() if key not in rules.BASICS}
    taken = _update_basics(member, basics, source, at) + _update_others(member, others, source, at)
    if taken:
        outbox.emit(Updated(member_id, ",".join(taken)), by=by, at=at)
        audit.record(
            by=by, at=at, action="members.update_profile", subject=f"member:{member_id}", after={"keys": list(taken)}
        )
    return taken


def _update_basics(member: Member, values: Mapping[str, str], source: str, at: datetime) -> tuple[str, ...]:
    said_by = dict(BasicSource.objects.filter(member=member).values_list("key", "source"))
    taken = []
    for key, text in values.items():
        news = _basic_value(key, text, at)
        present = _present_basic(member, key)
        before = said_by.get(key, member.source)
        if news != present and _takes(member.id, key, present, news, said_by=before, source=source, at=at):
            _set_basic(member, key, news)
            BasicSource.objects.update_or_create(member=member, key=key, defaults={"source": source, "recorded_at": at})
            taken.append(key)
    if taken:
        birthday = rules.read_birthday(_present_basic(member, "birthday"))
        member.birth_year, member.birth_month = birthday.year, birthday.month
        member.twin_hex = sealed.twin(rules.twin_key(_present_basic(member, "name"), birthday))
        member.save(update_fields=["name", "birthday", "gender", "birth_year", "birth_month", "twin_hex"])
    return tuple(taken)


def _update_others(member: Member, values: Mapping[str, str], source: str, at: datetime) -> tuple[str, ...]:
    fields = dictionary() if values else {}
    granted = consents_held(member.id) if values else frozenset()
    present = {row.field_id: row for row in ProfileValue.objects.filter(member=member)}
    taken = []
    for key, text in values.items():
        fact = _allowed(fields, key, granted, at)
        news = rules.value(fact.type, fact.options, key, text) if text.strip() else ""
        row = present.get(fact.id)
        old = read_value(row) if row else ""
        before = row.source if row else source
        if news == old or not _takes(member.id, key, old, news, said_by=before, source=source, at=at):
            continue
        ProfileValue.objects.filter(member=member, field_id=fact.id).delete()
        if news:
            bulk.insert(ProfileValue, COLUMNS, [_row(fact, member.id, news, source, at)])
        taken.append(key)
    return tuple(taken)


def consents_held(member_id: int) -> frozenset[Purpose]:
    """Return the separate consents that the member holds now."""
    return frozenset(
        purpose
        for purpose in (Purpose.SENSITIVE, Purpose.CHILD)
        if sql.ids_consenting(purpose, [Channel.ANY], [member_id])
    )


def read_value(row: ProfileValue) -> str:
    """Return what a profile row says, opened where it is sealed."""
    return row.value if row.value is not None else sealed.PROFILE.open(row.id, row.sealed)


def _takes(member_id: int, key: str, present: str, news: str, *, said_by: str, source: str, at: datetime) -> bool:
    """Tell whether the news are taken; keep on record what two different sources said differently."""
    takes = not present or rules.replaces(source, said_by)
    if present and source != said_by:
        conflict_id = ids.new()
        ProfileConflict.objects.create(
            id=conflict_id,
            member_id=member_id,
            key=key,
            kept_source=source if takes else said_by,
            other_source=said_by if takes else source,
            other_value=sealed.OTHER_VALUE.seal(conflict_id, present if takes else news),
            at=at,
        )
    return takes


def _allowed(fields: Dictionary, key: str, granted: frozenset[Purpose], at: datetime) -> FieldFact:
    fact = fields.get(key)
    if fact is None:
        raise UnknownField(field=key, key=key)
    if fact.sensitivity == Sensitivity.CHILD and not _child_data_is_on(at):
        raise ChildDataIsOff(field=key, key=key)
    needed = rules.consent_needed(fact.sensitivity)
    if needed and needed not in granted:
        raise NeedsSeparateConsent(field=key, key=key, purpose=needed.value)
    return fact


def _row(fact: FieldFact, member_id: int, text: str, source: str, at: datetime) -> tuple[object, ...]:
    row_id = ids.new()
    if fact.sensitivity == Sensitivity.NONE:
        return row_id, member_id, fact.id, text, None, source, at
    return row_id, member_id, fact.id, None, sealed.PROFILE.seal(row_id, text), source, at


def _basic_value(key: str, text: str, at: datetime) -> str:
    match key:
        case "name":
            return rules.name(text)
        case "gender":
            return rules.gender(text) or ""
        case _:
            return rules.birthday_text(rules.birthday(text, on=clock.business_date(at)))


def _present_basic(member: Member, key: str) -> str:
    match key:
        case "name":
            return sealed.NAME.open(member.id, member.name) if member.name else ""
        case "gender":
            return member.gender or ""
        case _:
            return sealed.BIRTHDAY.open(member.id, member.birthday) if member.birthday else ""


def _set_basic(member: Member, key: str, text: str) -> None:
    match key:
        case "name":
            member.name = sealed.NAME.seal(member.id, text) if text else None
        case "gender":
            member.gender = text or None
        case _:
            member.birthday = sealed.BIRTHDAY.seal(member.id, text) if text else None


def _child_data_is_on(at: datetime) -> bool:
    rule = rulebook.find_in_force(documents.CHILDREN, clock.business_date(at))
    return rule is not None and bool(rule.body["enabled"])
