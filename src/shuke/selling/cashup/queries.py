"""Read the report of a shift: as it stands (X), for whoever counts, and as it was frozen (Z)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from pydantic import TypeAdapter

from shuke.foundation.db.flaws import Flaw
from shuke.selling.cashup import drawing, proving, rules
from shuke.selling.cashup.models import FrozenReport, Taken
from shuke.selling.cashup.types import BlindReport, Report, Subject, ZReport
from shuke.selling.tills import queries as tills

BODY: TypeAdapter[Report] = TypeAdapter(Report)


def report_x(shift_id: int, *, at: datetime) -> Report | None:
    """Return what a shift of the open scope has taken so far, with the cash; None where there is no such shift.

    Whoever will count the drawer is shown `report_for_counting` instead.
    """
    shift = tills.shift(shift_id)
    if shift is None:
        return None
    return drawing.draw(shift, at)


def report_for_counting(shift_id: int, *, at: datetime) -> BlindReport | None:
    """Return what whoever counts the drawer may know; nothing from which the cash could be worked out."""
    whole = report_x(shift_id, at=at)
    return rules.blind(whole) if whole else None


def report_z(shift_id: int) -> ZReport | None:
    """Return the frozen report of a shift of the open scope; None while it is open."""
    row = FrozenReport.objects.filter(shift_id=shift_id).first()
    return fact(row) if row else None


def reports() -> QuerySet[FrozenReport]:
    """Return the frozen reports of the open scope, the latest first."""
    return FrozenReport.objects.order_by("-closed_at", "-id")


def fact(row: FrozenReport) -> ZReport:
    """Return what a row says."""
    return ZReport(row.number, BODY.validate_json(row.body), row.counted_minor, row.closed_by)


def was_taken(subject: Subject, source_id: int) -> bool:
    """Tell whether a till has taken money for this top-up, pass or card."""
    return Taken._base_manager.filter(subject=subject, source_id=source_id).exists()


def flaws() -> Iterator[Flaw]:
    """Yield every Z report that its shift would not give again; for `shuke prove`."""
    yield from proving.find()
