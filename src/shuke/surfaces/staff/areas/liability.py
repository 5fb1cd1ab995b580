"""What is owed: roll-forward, breakage, custody and netting of the whole chain, for finance and headquarters."""

from datetime import date
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation import clock
from shuke.foundation.audit import operations as audit
from shuke.surfaces import owed
from shuke.surfaces.owed import Sheet
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas import liability_files
from shuke.surfaces.staff.areas.reports import count_file
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.files import Format, download
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.readable import Language
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Day

routes = Routes("负债 Liability")

Owed = Literal["points", "principal", "bonus", "coupon", "pass", "benefit"]
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class AsFile(Schema):
    """A file names its columns in a language; JSON keeps to the keys."""

    format: Format = Format.JSON
    language: Language = "zh"


class MonthsAsked(AsFile):
    """Months, both included; this one when nothing is said."""

    from_month: Month | None = None
    to_month: Month | None = None

    def span(self, today: date) -> tuple[date, date]:
        """Return the first days of the first and the last month."""
        first = owed.month(self.from_month) if self.from_month else today.replace(day=1)
        return first, owed.month(self.to_month) if self.to_month else max(first, today.replace(day=1))


class RollForwardAsked(MonthsAsked):
    currency: Owed = "points"


class BreakageAsked(AsFile):
    currency: Owed = "points"
    month: Month | None = None


class CustodyAsked(AsFile):
    on: Day | None = None


class RolledOut(Schema):
    """One month of one issuing store and funder; without month it is the total. Used and expired are below zero."""

    month: str | None
    store: str | None
    funder: str | None
    opening: int
    brought_in: int
    issued: int
    used: int
    refunded: int
    expired: int
    adjusted: int
    moved: int
    closing: int


class RollForwardOut(Schema):
    currency: str
    rows: list[RolledOut]


class BackTestOut(Schema):
    """What an estimate made then said would be used within so many months, its bounds, and what was used."""

    made_in: str
    looks_months: int
    outstanding: int
    used: int
    low: int
    high: int
    happened: int
    error_per_mille: int
    within: bool


class BreakageOut(Schema):
    """What of the outstanding amount will be used and what never, with 90 % bounds of the latter, and back-tests."""

    currency: str
    month: str
    outstanding: int
    used: int
    never_used: int
    low: int
    high: int
    share_per_mille: int
    months_of_history: int
    enough: bool
    rows: list[BackTestOut]


class CustodyOut(Schema):
    """Fen to be deposited, fen that may still be taken in advance, and the articles that say so."""

    on: date
    issuer: str
    quarter_ended_before: date
    quarter_balance_minor: int
    deposit_percent: int
    deposit_minor: int
    balance_minor: int
    revenue_year: int
    revenue_minor: int
    limit_percent: int
    limit_minor: int
    headroom_minor: int
    state: str
    articles: list[str]


class NettedOut(Schema):
    """A payment of a party to another, or (without `to`) what a party receives in all; below zero it pays."""

    month: str
    what: str
    party: str
    to: str | None
    amount_minor: int


class NettingOut(Schema):
    currencies: list[str]
    rows: list[NettedOut]


@routes.get(
    "/liability/roll-forward",
    rule=permissions.LIABILITY_SEE,
    scope=Reach.CHAIN,
    rate=limits.REPORT,
    answers=RollForwardOut,
    audited=True,
    downloads=True,
)
def roll_forward(request: StaffRequest, asked: Query[RollForwardAsked]) -> RollForwardOut | HttpResponse:
    """Return what was owed and what became of it, by month, issuing store and funder; the last row is the total."""
    sheet = owed.roll_forward(asked.currency, *asked.span(clock.business_date(request.at)))
    if asked.format is not Format.JSON:
        return _file(request, sheet, asked)
    return RollForwardOut(rows=[RolledOut(**row) for row in sheet.records()], **sheet.facts)


@routes.get(
    "/liability/breakage",
    rule=permissions.LIABILITY_SEE,
    scope=Reach.CHAIN,
    rate=limits.REPORT,
    answers=BreakageOut,
    audited=True,
    downloads=True,
)
def estimate_breakage(request: StaffRequest, asked: Query[BreakageAsked]) -> BreakageOut | HttpResponse:
    """Return how much of what is owed will never be used, and what became of earlier estimates."""
    today = clock.business_date(request.at)
    sheet = owed.breakage(asked.currency, owed.month(asked.month) if asked.month else today.replace(day=1))
    if asked.format is not Format.JSON:
        return _file(request, owed.with_facts(sheet), asked)
    return BreakageOut(rows=[BackTestOut(**row) for row in sheet.records()], **sheet.facts)


@routes.get(
    "/liability/custody",
    rule=permissions.LIABILITY_SEE,
    scope=Reach.CHAIN,
    rate=limits.REPORT,
    answers=CustodyOut,
    audited=True,
    downloads=True,
)
def see_custody(request: StaffRequest, asked: Query[CustodyAsked]) -> CustodyOut | HttpResponse:
    """Return what must be deposited for last quarter's prepaid balance, and what may still be taken in advance."""
    sheet = owed.custody(asked.on or clock.business_date(request.at))
    if asked.format is not Format.JSON:
        return _file(request, sheet, asked)
    return CustodyOut(**sheet.facts)


@routes.get(
    "/liability/netting",
    rule=permissions.LIABILITY_SEE,
    scope=Reach.CHAIN,
    rate=limits.REPORT,
    answers=NettingOut,
    audited=True,
    downloads=True,
)
def settle_stores(request: StaffRequest, asked: Query[MonthsAsked]) -> NettingOut | HttpResponse:
    """Return who pays whom for what was topped up, spent and funded; the positions of a month sum to zero."""
    sheet = owed.netting(*asked.span(clock.business_date(request.at)))
    if asked.format is not Format.JSON:
        return _file(request, sheet, asked)
    return NettingOut(rows=[NettedOut(**row) for row in sheet.records()], **sheet.facts)


def _file(request: StaffRequest, sheet: Sheet, asked: AsFile) -> HttpResponse:
    count_file(request)
    with transaction.atomic():
        after = {"rows": len(sheet.rows)}
        audit.record(by=request.by, at=request.at, action="liability.export", subject=sheet.name, after=after)
    headings, rows = liability_files.table(sheet, asked.language)
    return download(request, name=sheet.name, format_=asked.format, columns=headings, rows=rows)
