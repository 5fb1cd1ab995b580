"""Mail a report: taken with the rights that its owner has now, as a workbook, one letter to each who may have it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from pydantic import ValidationError

from shuke.foundation import clock
from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.mailboxes import queries as mailboxes
from shuke.foundation.org import queries as org
from shuke.foundation.org.types import Role
from shuke.foundation.refusals import Refusal
from shuke.foundation.sheets import writers
from shuke.foundation.sheets.types import Watermark
from shuke.insight.measures.queries import Cut, CutReport
from shuke.insight.reports import operations as reports
from shuke.insight.reports import queries
from shuke.insight.reports.types import Due
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.staff import cutting, permissions, recipients

MOST_ROWS = 20_000
MOST_BYTES = 8 * 1024 * 1024
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OwnerGone(Refusal):
    """Whoever planned the letters does not work here any more."""

    code = "reports.owner_gone"
    zh = "设置定时发送的员工已离职"
    en = "Whoever planned these letters has left"


class OwnerMayNot(Refusal):
    """Whoever planned the letters may not see reports any more."""

    code = "reports.owner_may_not"
    status = 403
    zh = "设置定时发送的员工已没有查看报表的权限"
    en = "Whoever planned these letters may not see reports any more"


class TooLargeToMail(Refusal):
    """The answer has more rows, or its file more bytes, than a letter takes."""

    code = "reports.too_large_to_mail"
    status = 422
    zh = "报表超过邮件上限({rows} 行),请减少分组或在后台下载"
    en = "The report is too large for a letter ({rows} rows): use fewer groups, or fetch it in the console"


class NoLongerReadable(Refusal):
    """The report was written by a version of the product whose fields are gone."""

    code = "reports.no_longer_readable"
    zh = "报表的字段已不存在,请重新编辑保存"
    en = "Fields of this report are gone: edit and save it again"


@dataclass(frozen=True, slots=True)
class _Owner:
    actor: Actor
    name: str
    roles: frozenset[Role]


def carry_out(*, sending_id: int, at: datetime) -> str:
    """Send the letters that still wait; return how the sending stands. Safe to run again: no letter goes out twice.

    What the report or its owner's rights forbid is withheld and the schedule paused. What a busy warehouse or a mail
    server refuses is raised, so that the job is tried again.
    """
    due = queries.due(sending_id)
    report = queries.report(due.report_id) if due else None
    if due is None or due.is_over or report is None:
        return "over"
    try:
        owner = _owner(due.owner_id, at)
        taken = _taken(report.document, owner, due, at)
        book = _workbook(taken, owner, at)
    except warehouse.WarehouseBusy:
        raise
    except Refusal as refusal:
        return _withheld(due, report.name, refusal, at)
    _send(due, report.name, taken, book, at)
    return reports.end(sending_id=due.id, rows=len(taken.rows), by=owner.actor, at=at).value


def _owner(staff_id: int, at: datetime) -> _Owner:
    person = org.staff(staff_id)
    if person is None or not person.is_active:
        raise OwnerGone
    roles = org.roles_of(staff_id, clock.business_date(at)) & permissions.REPORTS_SEE.roles
    if not roles:
        raise OwnerMayNot
    role = min(roles, key=list(Role).index)
    actor = Actor(kind=ActorKind.STAFF, id=staff_id, label=person.code, role=role.value, device="schedule")
    return _Owner(actor, person.name, roles)


def _taken(document: Mapping[str, object], owner: _Owner, due: Due, at: datetime) -> CutReport:
    try:
        cut = Cut.model_validate(document)
    except ValidationError:
        raise NoLongerReadable from None
    scope = org.scope_of(owner.actor.id, clock.business_date(at), owner.roles)
    taken = cutting.take(cut, scope=scope, roles=owner.roles, at=at, today=clock.business_date(due.due_at))
    if len(taken.rows) > MOST_ROWS:
        raise TooLargeToMail(rows=MOST_ROWS)
    return taken


def _workbook(taken: CutReport, owner: _Owner, at: datetime) -> bytes:
    with tempfile.TemporaryDirectory(prefix="shuke-letter-") as folder:
        path = Path(folder) / "report.xlsx"
        mark = Watermark(who=owner.actor.label, when=at, note="")
        writers.write_xlsx(path, columns=cutting.headings(taken, "zh"), rows=cutting.cells(taken, "zh"), watermark=mark)
        book = path.read_bytes()
    if len(book) > MOST_BYTES:
        raise TooLargeToMail(rows=MOST_ROWS)
    return book


def _send(due: Due, name: str, taken: CutReport, book: bytes, at: datetime) -> None:
    today = clock.business_date(at)
    while letter := reports.claim(sending_id=due.id, at=at):
        address = mailboxes.address_of(letter.staff_id)
        if not recipients.may_receive(letter.staff_id, today):
            reports.leave_out(letter_id=letter.id, why="reports.not_a_recipient", at=at)
        elif address is None:
            reports.leave_out(letter_id=letter.id, why="reports.no_mailbox", at=at)
        else:
            _hand_over(letter.id, _letter(due, name, taken, book, address), at)


def _hand_over(letter_id: int, message: EmailMessage, at: datetime) -> None:
    try:
        message.send()
    except OSError:  # the mail server was not reached or said no: nothing went out
        reports.give_back(letter_id=letter_id)
        raise
    reports.sent(letter_id=letter_id, at=at)


def _letter(due: Due, name: str, taken: CutReport, book: bytes, address: str) -> EmailMessage:
    last = taken.days.to - timedelta(days=1)
    days = f"{taken.days.from_}" if last == taken.days.from_ else f"{taken.days.from_} – {last}"
    message = EmailMessage(
        subject=f"【熟客 Shuke】{name} · {days}",
        body=_body(due, name, days, len(taken.rows)),
        to=[address],
        headers={"Auto-Submitted": "auto-generated", **_leaving(due)},
    )
    message.attach(f"report-{last:%Y%m%d}.xlsx", book, _XLSX)
    return message


def _body(due: Due, name: str, days: str, rows: int) -> str:
    see = f"{settings.SHUKE_ADDRESS}/console/reports/{due.report_id}"
    stop = f"{_stop(due)}" if due.schedule_id else ""
    zh = f"您好,\n\n附件是报表“{name}”({days}),共 {rows} 行。\n在后台查看:{see}\n"
    en = f"Hello,\n\nAttached is the report “{name}” ({days}), {rows} rows.\nSee it in the console: {see}\n"
    if stop:
        zh += f"不想再收到:{stop}\n"
        en += f"To stop these letters: {stop}\n"
    return f"{zh}\n—\n\n{en}"


def _stop(due: Due) -> str:
    return f"{settings.SHUKE_ADDRESS}/console/reports/schedules?stop={due.schedule_id}"


def _leaving(due: Due) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{_stop(due)}>"} if due.schedule_id else {}


def _withheld(due: Due, name: str, refusal: Refusal, at: datetime) -> str:
    """Pause, and tell the owner where there still is one to be told."""
    if reports.withhold(sending_id=due.id, why=refusal.code, at=at):
        address = mailboxes.address_of(due.owner_id) if _works(due.owner_id) else None
        if address is not None:
            _notice(name, refusal, address).send(fail_silently=True)
    return "withheld"


def _works(staff_id: int) -> bool:
    person = org.staff(staff_id)
    return person is not None and person.is_active


def _notice(name: str, refusal: Refusal, address: str) -> EmailMessage:
    link = f"{settings.SHUKE_ADDRESS}/console/reports/schedules"
    body = (
        f"报表“{name}”没有发送,定时发送已暂停:{refusal.message_zh}。\n处理后可在此恢复:{link}\n\n—\n\n"
        f"The report “{name}” was not sent and its schedule is paused: {refusal.message_en}.\nResume it here: {link}\n"
    )
    return EmailMessage(subject=f"【熟客 Shuke】{name} · 已暂停 paused", body=body, to=[address])
