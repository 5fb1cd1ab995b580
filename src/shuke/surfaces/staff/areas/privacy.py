"""What is kept about members, why, how long and behind which seal; and the words they were asked with."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema

from shuke.foundation.audit import operations as audit
from shuke.foundation.datamap import queries as datamap
from shuke.foundation.datamap.types import BASIS_WORDS, RETENTION_WORDS, DataClass, Ending, Kept, Mask, Retention
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import Purpose
from shuke.foundation.org.types import Role
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.trail import WordsOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Id

routes = Routes("个人信息 Privacy")

_COLUMNS = ("表 Table", "含义 Holds", "字段 Field", "数据项 Data", "用途 Purpose", "类别 Class", "合法性基础 Basis")
_MORE_COLUMNS = ("保存期限 Kept for", "显示方式 Shown as", "加密 Sealed", "注销时 On erasure", "副本 In the copy")


class KeptFieldOut(Schema):
    """One field that holds something of a member. `mask` is how it shows; `ending` what erasure does with it."""

    field: str
    label: WordsOut
    purpose: WordsOut
    data_class: DataClass
    mask: Mask
    sealed: bool
    in_copy: bool
    ending: Ending


class KeptTableOut(Schema):
    """One table whose rows belong to members."""

    table: str
    label: WordsOut
    purpose: WordsOut
    retention: Retention
    kept_for: WordsOut
    basis: WordsOut
    ending: Ending
    in_copy: bool
    fields: list[KeptFieldOut]


class DataMapOut(Schema):
    """The map as the code declares it, and the roles that see members, reveal an identity, copy and erase."""

    tables: list[KeptTableOut]
    seen_by: list[Role]
    revealed_by: list[Role]
    copied_by: list[Role]
    erased_by: list[Role]


class PrivacyTextOut(Schema):
    """Words that members are shown before they consent; version 0 are those that the product brings along."""

    id: Id | None
    purpose: Purpose
    version: int
    zh: str
    en: str
    sha256: str
    published_at: datetime | None
    in_force: bool
    granted: int
    refused: int
    withdrawn: int


@routes.get(
    "/data-map",
    rule=permissions.PRIVACY_SEE,
    scope=Reach.CHAIN,
    rate=limits.EXPORT,
    answers=DataMapOut,
    audited=True,
    downloads=True,
)
def see_data_map(
    request: StaffRequest, format_: Annotated[Format, Query(Format.JSON, alias="format")]
) -> DataMapOut | HttpResponse:
    """Return which personal data lies in which table, why, how long, and who may see it."""
    tables = [_table(kept) for kept in datamap.kept()]
    if format_ is not Format.JSON:
        return _file(request, tables, format_)
    return DataMapOut(
        tables=tables,
        seen_by=_roles(permissions.MEMBERS_SEE),
        revealed_by=_roles(permissions.MEMBERS_REVEAL),
        copied_by=_roles(permissions.MEMBERS_COPY),
        erased_by=_roles(permissions.MEMBERS_ERASE),
    )


@routes.get(
    "/privacy-texts",
    rule=permissions.PRIVACY_SEE,
    scope=Reach.CHAIN,
    rate=limits.EXPORT,
    answers=list[PrivacyTextOut],
)
def list_privacy_texts(request: StaffRequest) -> list[PrivacyTextOut]:
    """Return every version of the words that members are asked with, and how often each was answered how."""
    return [PrivacyTextOut.model_validate(text, from_attributes=True) for text in members.privacy_texts()]


def _roles(rule: permissions.Rule) -> list[Role]:
    return [role for role in Role if role in rule.roles]


def _table(kept: Kept) -> KeptTableOut:
    record = kept.record
    return KeptTableOut(
        table=kept.table,
        label=WordsOut.from_orm(record.label),
        purpose=WordsOut.from_orm(record.purpose),
        retention=record.retention,
        kept_for=WordsOut.from_orm(RETENTION_WORDS[record.retention]),
        basis=WordsOut.from_orm(BASIS_WORDS[record.retention]),
        ending=record.ending,
        in_copy=record.export,
        fields=[
            KeptFieldOut(
                field=name,
                label=WordsOut.from_orm(note.label),
                purpose=WordsOut.from_orm(note.purpose),
                data_class=note.data_class,
                mask=note.mask,
                sealed=name in kept.sealed,
                in_copy=record.export and note.export,
                ending=record.ending if record.ending is Ending.DELETE_ROW else note.ending,
            )
            for name, note in record.fields.items()
        ],
    )


def _file(request: StaffRequest, tables: list[KeptTableOut], format_: Format) -> HttpResponse:
    rows = [line for table in tables for line in _lines(table)]
    with transaction.atomic():
        audit.record(
            by=request.by, at=request.at, action="privacy.export", subject="data_map:*", after={"rows": len(rows)}
        )
    return download(request, name="data-map", format_=format_, columns=_COLUMNS + _MORE_COLUMNS, rows=rows)


def _lines(table: KeptTableOut) -> Iterator[list[str]]:
    head, kept_for = [table.table, _both(table.label)], _both(table.kept_for)
    if not table.fields:
        yield [*head, "", "", _both(table.purpose), "none", _both(table.basis), kept_for, "", "", table.ending, ""]
    for field in table.fields:
        what = [field.field, _both(field.label), _both(field.purpose), field.data_class.value, _both(table.basis)]
        how = [kept_for, field.mask.value, _tick(field.sealed), field.ending.value, _tick(field.in_copy)]
        yield [*head, *what, *how]


def _both(words: WordsOut) -> str:
    return f"{words.zh} · {words.en}"


def _tick(is_so: bool) -> str:
    return "✓" if is_so else ""
