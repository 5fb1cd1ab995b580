"""Take back what a run has brought, in pieces, so that a killed undo goes on where it was."""

from datetime import datetime

from django.db import transaction

from shuke.foundation.actors import Actor
from shuke.foundation.db import bulk
from shuke.foundation.members import operations as members
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import member as holder
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import CURRENCY
from shuke.selling.intake.models import ImportedMember, ImportRun
from shuke.selling.sales import operations as sales
from shuke.selling.sales import queries as sales_queries

_AT_ONCE = 200


def retract_receipts(record: ImportRun, *, by: Actor, at: datetime) -> int:
    """Retract the run's receipts with what they earned; return how many there were."""
    try:
        return sales.retract(import_id=record.id, by=by, at=at)
    except sales.NothingToRetract:
        return 0


def take_back_members(record: ImportRun, *, by: Actor, at: datetime) -> int:
    """Reverse opening points and erase the run's members whom nobody has touched since; return how many."""
    taken_back = 0
    rows = list(ImportedMember.objects.filter(run=record).order_by("id").values_list("member_id", "opening_points"))
    for batch in bulk.batches(rows, _AT_ONCE):
        with transaction.atomic():
            for member_id, opening in batch:
                if _is_untouched(member_id, opening):
                    _take_back(record, member_id, opening, by=by, at=at)
                    taken_back += 1
            ImportedMember.objects.filter(run=record, member_id__in=[member_id for member_id, _ in batch]).delete()
    return taken_back


def _is_untouched(member_id: int, opening: int) -> bool:
    """Nothing bought since (the run's own receipts are gone by now) and no points but those brought."""
    balance = book.balance(holder(member_id), CURRENCY)
    return (
        balance.available == opening
        and balance.pending == balance.held == balance.debt == 0
        and not sales_queries.receipts(member_ids=[member_id]).exists()
    )


def _take_back(record: ImportRun, member_id: int, opening: int, *, by: Actor, at: datetime) -> None:
    reason = f"import {record.id} undone"
    if opening:
        points.adjust(member_id=member_id, points=-opening, reason=reason, by=by, at=at)
    try:
        members.erase(member_id=member_id, reason=reason, by=by, at=at)
    except members.NotInThisStatus:
        return  # merged or erased since: nothing of the person is left to take back
