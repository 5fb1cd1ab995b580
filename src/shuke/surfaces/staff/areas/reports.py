"""Every report of the chain through one door, and why a member is in which class."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import clock, scopes
from shuke.foundation.audit import operations as audit
from shuke.foundation.org import operations as org
from shuke.foundation.refusals import Refusal
from shuke.insight.measures import queries as measures
from shuke.insight.measures.types import Behind, Group, Label, Param, Report, ReportColumn, Unit, Value, View
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas import naming, report_files
from shuke.surfaces.staff.areas.members import in_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.readable import Language
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Cursor, Day, Id, page, seek_id

routes = Routes("报表 Reports")

# A reader waits no longer than this for another export to end.
PATIENCE = timedelta(seconds=20)

# A report is read and drawn as a whole: its pages are longer than those of a list.
Rows = Annotated[int, Query(200, ge=1, le=2_000)]
Setting = Annotated[str, Field(max_length=120, pattern=r"^\w+=.*$")]


class StoreNeeded(Refusal):
    """Somebody who answers for several stores, but not for the chain, asks for one of them at a time."""

    code = "reports.store_needed"
    status = 422
    zh = "请选择一家您负责的门店"
    en = "Choose one of your stores"


class LabelOut(Schema):
    zh: str
    en: str


class ParamOut(Schema):
    """A setting of a report. `labels` name its coded `choices`; where none is given, `default` holds, or the rule."""

    name: str
    zh: str
    en: str
    kind: str
    choices: list[str]
    labels: dict[str, LabelOut]
    default: str | None
    least: int
    most: int


class MeasureOut(Schema):
    """A report by name, where it belongs, what it says in one line, and which of its figures can be opened."""

    name: str
    zh: str
    en: str
    group: Group
    says_zh: str
    says_en: str
    params: list[ParamOut]
    opens: list[str]


class OpensOut(Schema):
    """What stands behind a figure. The row is named by `keys`; those of `needs` cannot be left out.

    Where `rows` names values of a key, the figure opens in their rows only.
    """

    behind: Behind
    keys: list[str]
    needs: list[str]
    rows: dict[str, list[str]]


class ColumnOut(Schema):
    """A column and how its integers are read: fen, thousandths, ten-thousandths, days. `labels` name coded values."""

    name: str
    zh: str
    en: str
    unit: str
    labels: dict[str, LabelOut]
    opens: list[OpensOut]


class ReportOut(Schema):
    """A page of the answer with all that is needed to ask again and get the same one. Totals are of all rows."""

    report: str
    as_of: date
    view: View
    store: Id | None
    from_date: date
    to_date: date
    params: dict[str, Any]
    columns: list[ColumnOut]
    rows: list[list[Any]]
    totals: dict[str, int | None]
    lines: dict[str, int]
    rule_version: dict[str, int | None]
    next: str | None


class Asked(Schema):
    """What is asked of a report. Facts before `as_of` count (today's too, unless said); the period ends before `to`.

    `language` is that of a file's headings and names: a link can say it, where it cannot set a header.
    """

    view: View = View.OWNER
    store_id: Id | None = None
    as_of: Day | None = None
    from_date: Day | None = None
    to_date: Day | None = None
    param: list[Setting] = Field([], max_length=20)
    format: Format = Format.JSON
    language: Language = "zh"

    def params(self, name: str) -> dict[str, str]:
        """Return the settings asked for; a file holds all rows where nobody asks for fewer."""
        given = dict(setting.split("=", maxsplit=1) for setting in self.param)
        return given if self.format is Format.JSON else report_files.whole(name, given)


class ReasonOut(Schema):
    """One classification, the figures the rule looked at, and why in both languages; version 0 is the template."""

    kind: str
    key: str
    name_zh: str
    name_en: str
    because_zh: str
    because_en: str
    numbers: dict[str, Any]
    rule_version: int | None


@routes.get("/reports", rule=permissions.REPORTS_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=list[MeasureOut])
def list_reports(request: StaffRequest) -> list[MeasureOut]:
    """Return every report with the parameters it takes."""
    return [
        MeasureOut(
            name=measure.name,
            zh=measure.zh,
            en=measure.en,
            group=measures.said(measure.name).group,
            says_zh=measures.said(measure.name).zh,
            says_en=measures.said(measure.name).en,
            params=[_param(param) for param in measure.params],
            opens=[column.name for column in measure.columns if any(measure.openings(column.name))],
        )
        for measure in measures.measures().values()
    ]


@routes.get(
    "/reports/{name}",
    rule=permissions.REPORTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.REPORT,
    answers=ReportOut,
    audited=True,
    downloads=True,
)
def take_report(
    request: StaffRequest, name: str, asked: Query[Asked], limit: Rows, cursor: Cursor
) -> ReportOut | HttpResponse:
    """Take a report: JSON page by page, or the whole as CSV or XLSX (which leaves an audit entry)."""
    store_id = store_of(asked)
    with scopes.everywhere(reason="facts leave the database whole; the answer is narrowed to a store in reach"):
        warehouse.export(at=request.at, patience=PATIENCE)
    taken = measures.report(
        name,
        as_of=asked.as_of or clock.business_date(request.at) + timedelta(days=1),
        view=asked.view,
        store=store_id,
        from_=asked.from_date,
        to=asked.to_date,
        params=asked.params(name),
    )
    if asked.format is Format.JSON:
        return _page(taken, limit, seek_id(cursor))
    count_file(request)
    with transaction.atomic():
        audit.record(
            by=request.by,
            at=request.at,
            action="reports.export",
            subject=f"report:{taken.report}",
            after={"rows": len(taken.rows), "store_id": store_id},
        )
    return download(
        request,
        name=taken.report,
        format_=asked.format,
        columns=report_files.headings(taken, asked.language),
        rows=report_files.rows(taken, asked.language),
    )


class BoxOut(Schema):
    """A quadrant: so many purchases and such an amount within the window. Bounds are closed below and open above."""

    key: str
    zh: str
    en: str
    mark: str
    purchases_from: int
    purchases_below: int | None
    amount_from_minor: int | None
    amount_below_minor: int | None


class QuadrantFindingOut(Schema):
    """A hole that no quadrant holds, or an overlap of several, which the order of the rule decides for the first."""

    kind: str
    purchases_from: int
    purchases_to: int | None
    amount_from_minor: int
    amount_to_minor: int | None
    quadrants: list[str]
    decided_for: str


class QuadrantRuleOut(Schema):
    """The rule of the quadrants in force, and what is wrong with it."""

    window_months: int
    boxes: list[BoxOut]
    findings: list[QuadrantFindingOut]


@routes.get(
    "/reports/quadrants/rule",
    rule=permissions.REPORTS_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=QuadrantRuleOut,
)
def see_quadrant_rule(request: StaffRequest, as_of: Annotated[Day | None, Query(None)]) -> QuadrantRuleOut:
    """Return the quadrants in force on a day, with every hole and overlap between them."""
    rule = measures.quadrant_rule(on=as_of or clock.business_date(request.at))
    return QuadrantRuleOut(
        window_months=rule.window_months,
        boxes=[BoxOut(**box.model_dump()) for box in rule.boxes],
        findings=[QuadrantFindingOut(**asdict(finding)) for finding in measures.lint_quadrants(rule)],
    )


@routes.get(
    "/members/{member_id}/classes",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.REPORT,
    answers=list[ReasonOut],
)
def explain_classes(request: StaffRequest, member_id: Id, as_of: Annotated[Day | None, Query(None)]) -> list[ReasonOut]:
    """Return a member's RFM class, lifecycle state, quadrant and class of value on a day, each with the reason."""
    member = in_reach(member_id)
    with scopes.everywhere(reason="facts leave the database whole; the answer is about a member in reach"):
        warehouse.export(at=request.at, patience=PATIENCE)
    day = as_of or clock.business_date(request.at) + timedelta(days=1)
    return [
        ReasonOut(
            kind=reason.kind,
            key=str(reason.key),
            name_zh=reason.name.zh,
            name_en=reason.name.en,
            because_zh=reason.because.zh,
            because_en=reason.because.en,
            numbers=dict(reason.numbers),
            rule_version=reason.rule_version,
        )
        for reason in measures.explain_class(member, as_of=day)
    ]


def count_file(request: StaffRequest) -> None:
    """Count a file that is taken away: of these there may be fewer than of looks."""
    limits.count(limits.EXPORT, f"staff:{request.principal.staff_id}", request.at)


def store_of(asked: Asked) -> int | None:
    """Return the store the answer is narrowed to; only whoever answers for the whole chain may leave it open."""
    scope = scopes.current()
    if asked.store_id is not None:
        if not scope.covers_store(asked.store_id):
            raise org.StoreUnknown(field="store_id")
        return asked.store_id
    if scope.stores is None:
        return None
    if len(scope.stores) != 1:
        raise StoreNeeded(field="store_id")
    return next(iter(scope.stores))


def _param(param: Param) -> ParamOut:
    return ParamOut(
        name=param.name,
        zh=param.zh,
        en=param.en,
        kind=param.kind.value,
        choices=list(param.choices),
        labels=_labels(measures.choices_of(param)),
        default=None if param.default is None else str(param.default),
        least=param.least,
        most=param.most,
    )


def _labels(labels: Mapping[str, Label]) -> dict[str, LabelOut]:
    return {key: LabelOut(zh=label.zh, en=label.en) for key, label in labels.items()}


def _column(taken: Report, column: ReportColumn, values: Iterable[Value]) -> ColumnOut:
    return ColumnOut(
        name=column.name,
        zh=column.zh,
        en=column.en,
        unit=column.unit.value,
        labels=_labels(naming.named(column, values, by=taken.params.get("by"), on=taken.as_of)),
        opens=[
            OpensOut(
                behind=one.behind,
                keys=list(dict.fromkeys((*one.keys, *one.needs))),
                needs=list(one.needs),
                rows={key: list(values) for key, values in one.rows.items()},
            )
            for one in column.opens
        ],
    )


def _page(taken: Report, limit: int, skip: int) -> ReportOut:
    rows = list(enumerate(taken.rows, start=1))[skip : skip + limit + 1]
    ids = [column.unit is Unit.ID for column in taken.columns]
    shown = page(rows, limit, lambda row: row[0], lambda row: _row(row[1], ids))
    return ReportOut(
        report=taken.report,
        as_of=taken.as_of,
        view=taken.view,
        store=taken.store,
        from_date=taken.from_,
        to_date=taken.to,
        params=dict(taken.params),
        columns=[
            _column(taken, column, (row[place] for _, row in rows[:limit]))
            for place, column in enumerate(taken.columns)
        ],
        rows=shown.items,
        totals=dict(taken.totals),
        lines=dict(taken.lines),
        rule_version=dict(taken.rule_version),
        next=shown.next,
    )


def _row(row: Sequence[Value], ids: Sequence[bool]) -> list[Any]:
    """Ids go out as strings, as everywhere."""
    return [str(value) if is_id and value is not None else value for value, is_id in zip(row, ids, strict=True)]
