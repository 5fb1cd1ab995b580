"""The audit trail: who did what to whom, with names in place of codes."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import clock
from shuke.foundation.actors import ActorKind
from shuke.foundation.audit import operations as audit
from shuke.foundation.audit import queries
from shuke.foundation.org import queries as org
from shuke.foundation.sheets.types import Cell
from shuke.surfaces.staff import audit_words, limits, permissions
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Answer, Cursor, Day, Id, Limit, Page, page, seek_id

routes = Routes("审计日志 Audit trail")

_MOST_IN_A_FILE = 50_000
_COLUMNS = ("时间 At", "人员 Person", "角色 Role", "操作 Action", "代码 Code", "对象 Subject", "门店 Store")
_MORE_COLUMNS = ("原因 Reason", "变更前 Before", "变更后 After", "设备 Device", "地址 Address")


class WordsOut(Answer):
    """The same thing said in Chinese and in English."""

    zh: str
    en: str


class AuditOut(Schema):
    """One privileged act; values are masked. `subject_label` names a person or a store of the house."""

    id: Id
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    actor_role: str
    store_id: Id | None
    store: str
    device: str
    ip: str
    action: str
    action_name: WordsOut
    subject: str
    subject_kind: WordsOut
    subject_label: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str


class ActionOut(WordsOut):
    """An act that the trail knows, by the code that it is filtered with."""

    code: str


class AuditFilter(Schema):
    subject: str = Field("", max_length=80)
    action: str = Field("", max_length=80)
    actor_id: Id | None = None
    from_date: Day | None = None
    to_date: Day | None = None


class AuditAsked(AuditFilter):
    """`to_date` is the first day that is not asked for."""

    format: Format = Format.JSON


@routes.get(
    "/audit",
    rule=permissions.AUDIT_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=Page[AuditOut],
    audited=True,
    downloads=True,
)
def list_audit(
    request: StaffRequest, limit: Limit, cursor: Cursor, only: Query[AuditAsked]
) -> Page[AuditOut] | HttpResponse:
    """Return privileged acts, the latest first, narrowed by subject, action, actor or days."""
    rows = _entries(only)
    if only.format is not Format.JSON:
        return _file(request, rows[:_MOST_IN_A_FILE], only.format)
    before = seek_id(cursor)
    found = list((rows.filter(id__lt=before) if before else rows)[: limit + 1])
    names = _Names(found)
    return page(found, limit, lambda row: row.id, names.entry)


@routes.get("/audit/actions", rule=permissions.AUDIT_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=list[ActionOut])
def list_audit_actions(request: StaffRequest) -> list[ActionOut]:
    """Return every act that the trail can hold, with its name in both languages."""
    return [ActionOut(code=code, zh=words.zh, en=words.en) for code, words in audit_words.ACTIONS.items()]


def _entries(only: AuditFilter) -> Any:
    rows = queries.entries(
        subject=only.subject or None,
        action=only.action or None,
        actor_id=only.actor_id,
        since=clock.day_start(only.from_date) if only.from_date else None,
        before=clock.day_start(only.to_date) if only.to_date else None,
    )
    return rows.order_by("-id")


class _Names:
    """The people and stores that a page of entries speaks of, read in two statements."""

    def __init__(self, rows: Sequence[Any]) -> None:
        staff = {row.actor_id for row in rows if row.actor_kind == ActorKind.STAFF}
        self._people = org.people(staff | {_id(row.subject, "staff") for row in rows})
        self._stores = {store.id: store for store in org.all_stores()}

    def entry(self, row: Any) -> AuditOut:
        kind, name = audit_words.subject(row.subject), audit_words.action(row.action)
        return AuditOut(
            id=row.id,
            at=row.at,
            actor_kind=row.actor_kind,
            actor_id=str(row.actor_id),
            actor_name=self.person(row.actor_id) if row.actor_kind == ActorKind.STAFF else "",
            actor_role=row.actor_role,
            store_id=row.store_id,
            store=self.store(row.store_id),
            device=row.device,
            ip=row.ip,
            action=row.action,
            action_name=WordsOut(zh=name.zh, en=name.en),
            subject=row.subject,
            subject_kind=WordsOut(zh=kind.zh, en=kind.en),
            subject_label=self.person(_id(row.subject, "staff")) or self.store(_id(row.subject, "store")),
            before=row.before,
            after=row.after,
            reason=row.reason,
        )

    def person(self, staff_id: int) -> str:
        found = self._people.get(staff_id)
        return f"{found.name} ({found.code})" if found else ""

    def store(self, store_id: int | None) -> str:
        found = self._stores.get(store_id or 0)
        return f"{found.code} {found.name}" if found else ""


def _id(subject: str, kind: str) -> int:
    """Return the id of a subject of that kind, 0 for any other."""
    named, _, key = subject.partition(":")
    return int(key) if named == kind and key.isascii() and key.isdigit() else 0


def _file(request: StaffRequest, rows: Sequence[Any], format_: Format) -> HttpResponse:
    found = list(rows)
    names = _Names(found)
    with transaction.atomic():
        audit.record(by=request.by, at=request.at, action="audit.export", subject="audit:*", after={"rows": len(found)})
    table = [_line(names.entry(row)) for row in found]
    return download(request, name="audit", format_=format_, columns=_COLUMNS + _MORE_COLUMNS, rows=table)


def _line(entry: AuditOut) -> list[Cell]:
    kind = f"{entry.subject_kind.zh} {entry.subject_kind.en}".strip()
    return [
        clock.local(entry.at).isoformat(sep=" ", timespec="seconds"),
        entry.actor_name or entry.actor_kind,
        entry.actor_role,
        f"{entry.action_name.zh} {entry.action_name.en}",
        entry.action,
        " ".join(part for part in (kind, entry.subject_label or entry.subject) if part),
        entry.store,
        entry.reason,
        _text(entry.before),
        _text(entry.after),
        entry.device,
        entry.ip,
    ]


def _text(values: dict[str, Any] | None) -> str:
    return "" if values is None else json.dumps(values, ensure_ascii=False, default=str)
