"""Read the map: what is declared, what is missing, the privacy notice, and a member's own copy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F

from shuke.foundation.crypto import fields as sealed
from shuke.foundation.datamap.types import RETENTION_WORDS, About, DataClass, FieldNote, Kept, Nobody, Record, Words

_MEMBER_KEYS = frozenset({"member_id", "survivor_id", "holder_id"})
_SHOWN = "shown_"
_FREE_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of the privacy notice: what we keep, why, how long, and whether it is sensitive."""

    what: Words
    purpose: Words
    retention: Words
    data_class: DataClass


def records() -> Iterator[tuple[type[models.Model], Record]]:
    """Yield every model that declares a record, with it."""
    for model in apps.get_models():
        record = vars(model).get("DATA")
        if isinstance(record, Record):
            yield model, record


def kept() -> list[Kept]:
    """Return the whole map, by the names of the tables."""
    tables = [Kept(model._meta.db_table, record, _sealed(model)) for model, record in records()]
    return sorted(tables, key=lambda each: each.table)


def of_members() -> Iterator[tuple[type[models.Model], Record]]:
    """Yield every model whose rows speak of a member, with its record."""
    return ((model, record) for model, record in records() if record.about is About.MEMBER)


def faults() -> list[str]:
    """Return what the map lacks, one sentence each; the build fails unless it is empty."""
    return [fault for model in apps.get_models() if _is_ours(model) for fault in faults_of(model)]


def faults_of(model: type[models.Model]) -> list[str]:
    """Return what one model's declaration lacks."""
    record = vars(model).get("DATA")
    if isinstance(record, Nobody):
        keys = [field.name for field in model._meta.local_concrete_fields if _is_a_member_key(field)]
        return [f"{model._meta.label}.{name} is the key of a member: declare a Record" for name in keys]
    if not isinstance(record, Record):
        keyed = speaks_of_a_member(model)
        return [f"{model._meta.label} has a member key or sealed data but declares no DATA record"] if keyed else []
    names = {field.name for field in model._meta.local_concrete_fields}
    strangers = {*record.fields, *record.codes} - names
    untold = {field.name for field in model._meta.local_concrete_fields if _must_be_named(field)} - {
        *record.fields,
        *record.codes,
    }
    return [f"{model._meta.label}.{name} is declared but does not exist" for name in sorted(strangers)] + [
        f"{model._meta.label}.{name} may hold words about a person: name it in `fields` or `codes`"
        for name in sorted(untold)
    ]


def speaks_of_a_member(model: type[models.Model]) -> bool:
    """Tell whether rows of the model belong to a member: a key to one, or a sealed column."""
    return any(_speaks_of_a_member(field) for field in model._meta.local_concrete_fields)


def notice() -> list[NoticeLine]:
    """Return the list for the privacy notice (Personal Information Protection Law, article 17), from the map alone."""
    lines = {}
    for _, record in of_members():
        for note in record.fields.values():
            if note.data_class != DataClass.NONE:
                line = NoticeLine(note.label, note.purpose, RETENTION_WORDS[record.retention], note.data_class)
                lines[note.label.en] = line
    return list(lines.values())


def copy_of(member_ids: Sequence[int]) -> dict[str, list[dict[str, object]]]:
    """Return all that is kept about the member (all ids of a merged one), sealed fields opened, by table.

    The caller has made sure who asks. Ids are texts, so that a reader of JSON loses no digit.
    """
    copy: dict[str, list[dict[str, object]]] = {}
    for model, record in of_members():
        if record.export:
            rows = rows_of(model, record, member_ids).order_by("pk")
            shown = {f"{_SHOWN}{name}": F(lookup) for name, lookup in record.shows.items()}
            copy[model._meta.db_table] = [_exported(model, record, row) for row in rows.annotate(**shown).iterator()]
    return copy


def rows_of(model: type[models.Model], record: Record, member_ids: Sequence[int]) -> models.QuerySet[Any]:
    """Return the rows of a model that belong to the member."""
    return model._base_manager.filter(**{f"{record.member}__in": list(member_ids)}, **record.where)


def _sealed(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.local_concrete_fields if isinstance(field, sealed.SealedField))


def _exported(model: type[models.Model], record: Record, row: models.Model) -> dict[str, object]:
    told = {
        field.name: _readable(model, field, row)
        for field in model._meta.local_concrete_fields
        if _is_exported(record.fields.get(field.name))
    }
    return told | {name: getattr(row, f"{_SHOWN}{name}") for name in record.shows}


def _is_exported(note: FieldNote | None) -> bool:
    return note is None or note.export


def _readable(model: type[models.Model], field: models.Field[Any, Any], row: models.Model) -> object:
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | str | dict | list):
        return value
    if isinstance(field, sealed.SealedField):
        return sealed.column(model, field.name).open(row.pk, value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(field, models.BigIntegerField | models.ForeignKey) else value


def _must_be_named(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, models.ForeignKey) or field.primary_key:
        return False
    return isinstance(field, _FREE_TEXT) and not field.choices


def _speaks_of_a_member(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, sealed.SealedField) or _is_a_member_key(field)


def _is_a_member_key(field: models.Field[Any, Any]) -> bool:
    return field.get_attname_column()[0] in _MEMBER_KEYS or _points_to_member(field)


def _points_to_member(field: models.Field[Any, Any]) -> bool:
    target = field.related_model
    return isinstance(target, type) and target._meta.label_lower == "members.member"


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("shuke.")
