"""Read events after a position, such that none is ever skipped."""

from django.db import connection
from django.db.models import Q

from shuke.foundation.outbox.models import ListenerPosition, OutboxEvent
from shuke.foundation.outbox.types import Position, Recorded


def position_of(listener: str) -> Position:
    """Return how far the listener has come; a new one starts at the beginning."""
    row = ListenerPosition.objects.filter(listener=listener).first()
    return Position(row.txid, row.number) if row else Position()


def read(after: Position, limit: int) -> tuple[list[Recorded], Position]:
    """Return at most `limit` events after the position, in order, and the position of the latest of them.

    On PostgreSQL a transaction may commit after another that drew a higher number; events are therefore ordered by
    transaction, and only those below the oldest transaction still running are given out.
    """
    later = Q(txid=after.txid, number__gt=after.number) | Q(txid__gt=after.txid)
    rows = OutboxEvent.objects.filter(later).order_by("txid", "number")
    if connection.vendor == "postgresql":
        rows = rows.filter(txid__lt=_oldest_running_transaction())
    found = list(rows[:limit])
    events = [Recorded(row.number, row.name, row.payload, row.occurred_at) for row in found]
    return events, Position(found[-1].txid, found[-1].number) if found else after


def waiting(listener: str) -> int:
    """Return how many events the listener has not read yet."""
    position = position_of(listener)
    later = Q(txid=position.txid, number__gt=position.number) | Q(txid__gt=position.txid)
    return OutboxEvent.objects.filter(later).count()


def _oldest_running_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])
