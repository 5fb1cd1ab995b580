"""Take money for what is not goods; cash a shift up: the count closes it, and what it took is frozen."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from shuke.foundation import failpoints
from shuke.foundation.actors import Actor
from shuke.selling.cashup import queries
from shuke.selling.cashup.models import FrozenReport
from shuke.selling.cashup.rules import NotPaidSo, change
from shuke.selling.cashup.taking import TakenOtherwise, take
from shuke.selling.cashup.types import ZReport
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries as counting
from shuke.selling.tills.operations import NotAnAmount, ShiftNotOpen

__all__ = ["NotAnAmount", "NotPaidSo", "ShiftNotOpen", "TakenOtherwise", "cash_up", "change", "take"]


@transaction.atomic
def cash_up(
    *,
    shift_id: int,
    by: Actor,
    at: datetime,
    pieces: Mapping[int, int] | None = None,
    counted_minor: int | None = None,
) -> ZReport:
    """Close a shift of the open scope on a count of its drawer, and freeze its Z report.

    The count is given by notes and coins (denomination in fen → how many) or as a sum. Whatever is sold in the shift
    either stands in the report or is refused. The same count sent again gives the same report; another one is refused.
    Refuses NotAnAmount, ShiftNotOpen.
    """
    counted = counted_minor if pieces is None else counting.counted(pieces)
    if counted is None or (pieces is not None and counted_minor not in {None, counted}):
        raise NotAnAmount(field="pieces")
    if counting.shift(shift_id) is None:
        raise ShiftNotOpen
    try:
        with transaction.atomic():
            tills.close_shift(shift_id=shift_id, counted_minor=counted, by=by, at=at)
    except ShiftNotOpen:
        return _same_count(shift_id, counted)
    failpoints.hit("cashup.closed")
    return _freeze(shift_id, counted, by, at)


def _freeze(shift_id: int, counted: int, by: Actor, at: datetime) -> ZReport:
    """Draw the report. The shift's row is locked and closed: whatever was sold in it is committed by now."""
    report = queries.report_x(shift_id, at=at)
    if report is None:
        raise ShiftNotOpen
    last = FrozenReport._base_manager.filter(device_id=report.device_id).aggregate(last=Max("number"))["last"] or 0
    frozen = ZReport(last + 1, report, counted, by.id)
    FrozenReport._base_manager.create(
        shift_id=shift_id,
        device_id=report.device_id,
        store_id=report.store_id,
        number=frozen.number,
        closed_at=at,
        closed_by=by.id,
        expected_minor=report.expected_minor,
        counted_minor=counted,
        over_minor=frozen.over_minor,
        body=queries.BODY.dump_json(report).decode(),
    )
    return frozen


def _same_count(shift_id: int, counted: int) -> ZReport:
    frozen = queries.report_z(shift_id)
    if frozen is None or frozen.counted_minor != counted:
        raise ShiftNotOpen
    return frozen
