"""Make the roll anew: every member's classes and purchases, as the warehouse knows them now."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from shuke.engaging.roll.models import RollMade, RollRow
from shuke.foundation import clock
from shuke.foundation.db import bulk, locks
from shuke.foundation.outbox import queries as outbox
from shuke.insight.measures import queries as measures
from shuke.insight.measures.queries import Enrolled
from shuke.insight.warehouse import queries as warehouse

_COLUMNS = (
    "member_id", "state", "rfm_class", "quadrant", "value_class", "first_on", "last_on", "all_purchases", "purchases",
    "net_minor",
)  # fmt: skip


def refresh(*, at: datetime) -> int:
    """Make the roll if anything was heard since, or the day has turned; return how many members it has.

    Readers see the old roll until the new one is whole.
    """
    as_of = clock.business_date(at) + timedelta(days=1)
    position = outbox.position_of(warehouse.LISTENER)
    mark = f"{position.txid}:{position.number}"
    present = RollMade.objects.filter(id=1).first()
    if present is not None and (present.as_of, present.mark) == (as_of, mark):
        return present.members
    members, rows = measures.roll(as_of=as_of)
    with transaction.atomic():
        locks.lock_in_transaction("roll.making")
        RollRow.objects.all().delete()
        bulk.insert(RollRow, _COLUMNS, _plain(rows))
        made = {"as_of": as_of, "made_at": at, "mark": mark, "members": members}
        RollMade.objects.update_or_create(id=1, defaults=made)
    return members


def _plain(rows: Iterator[Enrolled]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (
            row.member_id, row.state, row.rfm_class, row.quadrant, row.value_class, row.first_on, row.last_on,
            row.all_purchases, row.purchases, row.net_minor,
        )  # fmt: skip
