"""What may still be issued of coupons, the codes that are printed, and what became of what was issued."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import scopes
from shuke.foundation.audit import operations as audit
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries
from shuke.ledgers.coupons.types import Use
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.coupons import Template
from shuke.surfaces.staff.areas.members import today
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Cursor, Day, Done, Id, Limit, Made, Page, Reason, page, seek_id

routes = Routes("优惠券发放 Issuing coupons")

_CODE_COLUMNS = ("code", "valid_from", "expires_on", "state")


class QuotaOut(Schema):
    """How many coupons of a template may still be issued; without a store: at all."""

    template: str
    store_id: Id | None
    granted: int
    left: int


class UseOut(Schema):
    """What became of the coupons issued in a period. `packs`: bundles given; `packs_used`: wholly used up."""

    code: str
    issued: int
    claimed: int
    used: int
    expired: int
    voided: int
    given_back: int
    packs: int
    packs_used: int


class BatchOut(Schema):
    id: Id
    template: str
    count: int
    store_id: Id | None
    made_at: datetime


class CodeOut(Schema):
    code: str
    valid_from: date
    expires_on: date | None
    state: str


class QuotaIn(Body):
    """So many more, or fewer when negative."""

    template: Template
    store_id: Id | None = None
    count: Annotated[int, Field(ge=-10_000_000, le=10_000_000)]
    reason: Reason


class CodesIn(Body):
    template: Template
    count: Annotated[int, Field(ge=1, le=100_000)]
    reason: Reason


class WordIn(Body):
    word: Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[^\s\x00-\x1f]+$")]
    template: Template
    reason: Reason


@routes.get(
    "/coupon-quotas",
    rule=permissions.COUPON_STOCK_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[QuotaOut],
)
def list_coupon_quotas(request: StaffRequest, template: Annotated[str, Query("", max_length=60)]) -> list[QuotaOut]:
    """Return what was granted and is left to issue, by template and store in reach."""
    rows = queries.quotas_of(template or None, stores=scopes.current().stores)
    return [QuotaOut(template=row.template, store_id=row.store_id, granted=row.granted, left=row.left) for row in rows]


@routes.post(
    "/coupon-quotas",
    rule=permissions.COUPON_STOCK_CHANGE,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def grant_coupon_quota(request: StaffRequest, body: QuotaIn) -> Done:
    """Let so many more coupons of a template be issued: by a store, or at all."""
    coupons.grant_quota(
        template=body.template,
        store_id=body.store_id,
        count=body.count,
        reason=body.reason,
        by=request.by,
        at=request.at,
    )
    return Done()


@routes.get(
    "/coupon-codes",
    rule=permissions.COUPON_CODES,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=Page[BatchOut],
)
def list_code_batches(request: StaffRequest, limit: Limit, cursor: Cursor) -> Page[BatchOut]:
    """Return the batches of single-use codes in the order in which they were made."""
    rows = list(queries.batches().order_by("id").filter(id__gt=seek_id(cursor))[: limit + 1])
    return page(
        rows,
        limit,
        lambda row: row.id,
        lambda row: BatchOut(
            id=row.id, template=row.template, count=row.count, store_id=row.store_id, made_at=row.made_at
        ),
    )


@routes.post(
    "/coupon-codes",
    rule=permissions.COUPON_CODES,
    scope=Reach.CHAIN,
    rate=limits.BULK,
    answers=Made,
    idempotent=True,
    audited=True,
)
def make_codes(request: StaffRequest, body: CodesIn) -> Made:
    """Make single-use codes out of the template's stock, to be printed or sent; nobody has them yet."""
    batch = coupons.make_codes(
        template=body.template, count=body.count, reason=body.reason, by=request.by, at=request.at
    )
    return Made(id=batch.id)


@routes.get(
    "/coupon-codes/{batch_id}",
    rule=permissions.COUPON_CODES,
    scope=Reach.CHAIN,
    rate=limits.EXPORT,
    answers=list[CodeOut],
    audited=True,
    downloads=True,
)
def take_codes(
    request: StaffRequest, batch_id: Id, format: Annotated[Format, Query(Format.JSON)]
) -> list[CodeOut] | HttpResponse:
    """Take the codes of a batch away, as JSON, CSV or XLSX. Codes are worth money: it leaves an audit entry."""
    rows = list(queries.codes_of_batch(batch_id))
    with transaction.atomic():
        audit.record(
            by=request.by,
            at=request.at,
            action="coupons.take_codes",
            subject=f"coupon_batch:{batch_id}",
            after={"codes": len(rows), "format": format.value},
        )
    if format is Format.JSON:
        return [
            CodeOut(code=code, valid_from=valid_from, expires_on=expires_on, state=state)
            for code, valid_from, expires_on, state in rows
        ]
    return download(request, name=f"codes-{batch_id}", format_=format, columns=_CODE_COLUMNS, rows=rows)


@routes.post(
    "/coupon-words",
    rule=permissions.COUPON_CODES,
    scope=Reach.CHAIN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def open_code_word(request: StaffRequest, body: WordIn) -> Done:
    """Let a word (WELCOME) stand for a template: whoever says it may have a coupon while there is stock."""
    coupons.open_code(word=body.word, template=body.template, reason=body.reason, by=request.by, at=request.at)
    return Done()


@routes.get(
    "/coupon-use",
    rule=permissions.REPORTS_SEE,
    scope=Reach.SCOPED,
    rate=limits.EXPORT,
    answers=list[UseOut],
)
def report_coupon_use(
    request: StaffRequest,
    from_date: Annotated[Day, Query(...)],
    to_date: Annotated[Day, Query(...)],
    by: Annotated[Literal["template", "bundle"], Query("template")],
) -> list[UseOut]:
    """Return what became of the coupons issued in [from_date, to_date) by the stores in reach, as of today."""
    ask = queries.use_by_bundle if by == "bundle" else queries.use_by_template
    rows = ask(since=from_date, until=to_date, on=today(request), stores=scopes.current().stores)
    return [_use(row) for row in rows]


def _use(row: Use) -> UseOut:
    return UseOut(
        code=row.code,
        issued=row.issued,
        claimed=row.claimed,
        used=row.used,
        expired=row.expired,
        voided=row.voided,
        given_back=row.given_back,
        packs=row.packs,
        packs_used=row.packs_used,
    )
