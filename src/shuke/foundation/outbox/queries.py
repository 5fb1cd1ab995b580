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


# A snapshot names the running transactions of the whole server. One that works in another database can never write
# here, and waiting for it would hold back every event while somebody's nightly load runs next door. A transaction
# that ends between the two looks is still counted as running, which is late and never wrong.
_OLDEST_RUNNING = """
    SELECT COALESCE(
        (SELECT MIN(running::text::bigint) FROM pg_snapshot_xip(present.snapshot) AS running
         WHERE running::xid NOT IN (
             SELECT held.transactionid FROM pg_locks held JOIN pg_stat_activity holder ON holder.pid = held.pid
             WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock'
               AND holder.datid <> (SELECT oid FROM pg_database WHERE datname = current_database()))),
        pg_snapshot_xmax(present.snapshot)::text::bigint)
    FROM (SELECT pg_current_snapshot() AS snapshot) AS present
"""


def _oldest_running_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_RUNNING)
        return int(cursor.fetchone()[0])
