"""Draw the report of a shift from what others have written: its orders, its cash moves, and what was taken besides."""

from datetime import datetime

from django.db.models import Count, Sum

from shuke.selling.cashup import rules
from shuke.selling.cashup.models import Taken
from shuke.selling.cashup.types import OutsideTaken, Report, Subject
from shuke.selling.checkout import queries as checkout
from shuke.selling.checkout.types import TenderKind
from shuke.selling.tills import queries as tills
from shuke.selling.tills.types import ShiftFact


def draw(shift: ShiftFact, at: datetime) -> Report:
    """Return what the shift took so far."""
    return rules.report(shift, checkout.takings(shift.id), tills.cash_moves(shift.id), _outside(shift.id), at)


def _outside(shift_id: int) -> tuple[OutsideTaken, ...]:
    """Return what the shift took for what is not goods, by subject and means."""
    rows = Taken._base_manager.filter(shift_id=shift_id).values_list("subject", "kind")
    summed = rows.annotate(count=Count("id"), amount=Sum("amount_minor"), change=Sum("change_minor"))
    return tuple(
        OutsideTaken(Subject(subject), TenderKind(kind), count, amount, change)
        for subject, kind, count, amount, change in summed.order_by("subject", "kind")
    )
