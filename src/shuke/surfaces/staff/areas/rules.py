"""The programme's rules as dated documents: proposed by one person, approved by another, kept for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.org import queries as org
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries, types
from shuke.foundation.rulebook.types import Standing
from shuke.insight.timemachine import queries as timemachine
from shuke.insight.timemachine.types import TrialKind
from shuke.surfaces import references
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import today
from shuke.surfaces.staff.areas.timemachine import AreaOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.forms import FormNode
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Day, Done, Id, Limit, Made, Page, page, seek_id

routes = Routes("规则 Rules")

_LARGEST_NUMBER = 2**53 - 1
Kind = Annotated[str, Field(min_length=1, max_length=60)]


class DocumentOut(Schema):
    """A version with its author and approval, and where it stands today; `until` is its last day in force."""

    id: Id
    kind: str
    key: str
    number: int
    body: dict[str, Any]
    effective_from: date
    until: date | None
    standing: Standing
    note: str
    proposed_by: Id | None
    proposed_by_name: str
    proposed_at: datetime
    approved_by: Id | None
    approved_by_name: str
    approved_at: datetime | None
    withdrawn_by: Id | None
    withdrawn_by_name: str
    withdrawn_at: datetime | None
    withdrawn_because: str


class DocumentsAsked(Schema):
    """Which versions are wanted: of a kind, of one rule of it, by where they stand, the latest first if asked."""

    kind: Annotated[str, Field(max_length=60)] = ""
    key: Annotated[str, Field(max_length=60)] = ""
    standing: Standing | None = None
    latest_first: bool = False


class KindOut(Schema):
    """A kind of rule in words, and how many of its versions stand where. `keyed`: there are many, each by its code."""

    kind: str
    zh: str
    en: str
    help_zh: str
    help_en: str
    keyed: bool
    trial: TrialKind | None
    drafts: int
    coming: int
    in_force: int


class FormOut(KindOut):
    """The kind with its form."""

    form: FormNode


class VersionOut(Schema):
    id: Id
    kind: str
    key: str
    number: int
    body: dict[str, Any]
    effective_from: date


class Proposal(Body):
    """`replaces` names a draft of the same rule that is withdrawn in the same act."""

    kind: Kind
    key: Annotated[str, Field(min_length=1, max_length=60)] = "default"
    body: dict[str, Any]
    effective_from: Day
    note: str = Field("", max_length=500)
    replaces: Id | None = None


class Withdrawal(Body):
    reason: Annotated[str, Field(max_length=500)] = ""


class ToCheck(Body):
    kind: Kind
    key: Annotated[str, Field(min_length=1, max_length=60)] = "default"
    body: dict[str, Any]
    effective_from: Day | None = None


class RuleFaultOut(Schema):
    """What is wrong, at a place of the document; an empty path means the document as a whole."""

    path: list[str]
    zh: str
    en: str
    place_zh: str
    place_en: str


class RuleFindingOut(Schema):
    """What is not wrong in form and still a hole, an overlap or a slip; `area` where it lies among quadrants."""

    code: str
    severity: str
    subject: str
    zh: str
    en: str
    path: list[str] = []
    area: AreaOut | None = None


class RuleCheckOut(Schema):
    """Every fault; without faults the document with all its defaults, and what a careful reader says of it."""

    faults: list[RuleFaultOut]
    findings: list[RuleFindingOut]
    body: dict[str, Any] | None


@routes.get("/rules/kinds", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=list[KindOut])
def list_kinds(request: StaffRequest) -> list[KindOut]:
    """Return the kinds of rule that this programme knows, with what stands where today."""
    counted = queries.counts(today(request))
    return [KindOut(**_kind(kind, counted.get(kind, {}))) for kind in types.kinds()]


@routes.get(
    "/rules/form",
    rule=permissions.RULES_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=FormOut,
    sparse=True,
)
def see_form(request: StaffRequest, kind: Annotated[str, Query(..., min_length=1, max_length=60)]) -> FormOut:
    """Return the form of a kind: its JSON Schema without references, with words and units at every field."""
    form = FormNode.model_validate(queries.form_of(kind))
    return FormOut(**_kind(kind, queries.counts(today(request), kind).get(kind, {})), form=form)


@routes.get("/rules", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=Page[DocumentOut])
def list_rules(request: StaffRequest, limit: Limit, cursor: Cursor, asked: Query[DocumentsAsked]) -> Page[DocumentOut]:
    """Return every version, drafts too, in the order in which they were written, or the latest first."""
    rows = queries.standing_on(today(request))
    named = {"kind": asked.kind, "key": asked.key, "standing": asked.standing}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    after = seek_id(cursor)
    if asked.latest_first:
        rows = (rows.filter(id__lt=after) if after else rows).order_by("-id")
    else:
        rows = rows.filter(id__gt=after).order_by("id")
    found = list(rows[: limit + 1])
    names = _names(found)
    return page(found, limit, lambda row: row.id, lambda row: _document(row, names))


@routes.get(
    "/rules/versions/{version_id}",
    rule=permissions.RULES_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=DocumentOut,
)
def see_version(request: StaffRequest, version_id: Id) -> DocumentOut:
    """Return one version, draft or approved."""
    row = queries.standing_on(today(request)).filter(id=version_id).first()
    if row is None:
        raise rulebook.NoSuchRule
    return _document(row, _names([row]))


@routes.get("/rules/in-force", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.FREE, answers=VersionOut)
def rule_in_force(
    request: StaffRequest,
    kind: Annotated[str, Query(..., min_length=1, max_length=60)],
    key: Annotated[str, Query("default", max_length=60)],
    on: Annotated[Day | None, Query(None)],
) -> VersionOut:
    """Return the version that holds on a day, today unless said."""
    found = queries.in_force(kind, on or today(request), key)
    return VersionOut(
        id=found.id,
        kind=found.kind,
        key=found.key,
        number=found.number,
        body=_carried(dict(found.body)),
        effective_from=found.effective_from,
    )


@routes.post(
    "/rules",
    rule=permissions.RULES_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Made,
    idempotent=True,
    audited=True,
)
def propose(request: StaffRequest, body: Proposal) -> Made:
    """Write down a new version as a draft; a document that its kind does not allow is refused with the first fault."""
    version_id = rulebook.propose(
        kind=body.kind,
        key=body.key,
        body=body.body,
        effective_from=body.effective_from,
        note=body.note,
        replaces=body.replaces,
        by=request.by,
        at=request.at,
    )
    return Made(id=version_id)


@routes.post("/rules/check", rule=permissions.RULES_SEE, scope=Reach.CHAIN, rate=limits.WRITE, answers=RuleCheckOut)
def check_rule(request: StaffRequest, body: ToCheck) -> RuleCheckOut:
    """Return all faults of a document, each with its place, and what a careful reader says; nothing is written."""
    valid, faults = rulebook.examine(kind=body.kind, body=body.body)
    if valid is None:
        return RuleCheckOut(faults=[RuleFaultOut(**asdict(each)) for each in faults], findings=[], body=None)
    on = body.effective_from or today(request)
    trial = timemachine.trial_kind_of(body.kind)
    said = timemachine.findings(trial, valid, key=body.key, on=on) if trial else []
    unknown = [_unknown(each) for each in references.unknown(body.kind, valid, on=on)]
    return RuleCheckOut(
        faults=[], findings=[*(RuleFindingOut(**asdict(each)) for each in said), *unknown], body=_carried(valid)
    )


@routes.post(
    "/rules/{version_id}/approval",
    rule=permissions.RULES_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def approve(request: StaffRequest, version_id: Id) -> Done:
    """Bring a draft into force from its date; whoever proposed it cannot approve it."""
    rulebook.approve(version_id=version_id, by=request.by, at=request.at)
    return Done()


@routes.post(
    "/rules/{version_id}/withdrawal",
    rule=permissions.RULES_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def withdraw_rule(request: StaffRequest, version_id: Id, body: Withdrawal) -> Done:
    """Take a draft back, or decline somebody else's; it stays in the history."""
    rulebook.withdraw(version_id=version_id, reason=body.reason, by=request.by, at=request.at)
    return Done()


def _carried(value: Any) -> Any:
    """Return a document as JSON may carry it: an id that does not fit a JavaScript number travels as a string."""
    if isinstance(value, dict):
        return {name: _carried(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_carried(each) for each in value]
    return str(value) if isinstance(value, int) and abs(value) > _LARGEST_NUMBER else value


def _kind(kind: str, counted: Mapping[str, int]) -> dict[str, Any]:
    wording = types.wording_of(kind)
    words = (*wording.said.get(kind, (kind, kind)), "", "")
    return {
        "kind": kind,
        **dict(zip(("zh", "en", "help_zh", "help_en"), words, strict=False)),
        "keyed": kind in wording.keyed,
        "trial": timemachine.trial_kind_of(kind),
        "drafts": counted.get(Standing.DRAFT, 0),
        "coming": counted.get(Standing.COMING, 0),
        "in_force": counted.get(Standing.IN_FORCE, 0),
    }


def _unknown(found: references.Unknown) -> RuleFindingOut:
    zh, en = "指向的对象不存在,这一项不会生效", "Names nothing that there is: it has no effect"
    return RuleFindingOut(
        code="names_nothing", severity="warning", subject=found.name, zh=zh, en=en, path=list(found.path)
    )


def _names(rows: Sequence[Any]) -> dict[int, str]:
    named: set[int] = set()
    for row in rows:
        named |= {row.proposed_by, row.approved_by or 0, _withdrawal(row).withdrawn_by if _withdrawal(row) else 0}
    return org.names_of(named - {0})


def _withdrawal(row: Any) -> Any:
    return getattr(row, "withdrawal", None)


def _document(row: Any, names: Mapping[int, str]) -> DocumentOut:
    taken = _withdrawal(row)
    by = taken.withdrawn_by if taken else None
    return DocumentOut(
        id=row.id,
        kind=row.kind,
        key=row.key,
        number=row.number,
        body=_carried(row.body),
        effective_from=row.effective_from,
        until=row.follows - timedelta(days=1) if row.follows and row.approved_at else None,
        standing=row.standing,
        note=row.note,
        proposed_by=row.proposed_by or None,
        proposed_by_name=names.get(row.proposed_by, ""),
        proposed_at=row.proposed_at,
        approved_by=row.approved_by or None,
        approved_by_name=names.get(row.approved_by or 0, ""),
        approved_at=row.approved_at,
        withdrawn_by=by or None,
        withdrawn_by_name=names.get(by or 0, ""),
        withdrawn_at=taken.withdrawn_at if taken else None,
        withdrawn_because=taken.reason if taken else "",
    )
