"""Write events down, and bring them to those who listen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F, Max

from shuke.foundation.actors import Actor
from shuke.foundation.db import bulk, triggers
from shuke.foundation.outbox import queries
from shuke.foundation.outbox.models import ListenerPosition, OutboxEvent
from shuke.foundation.outbox.types import Event, Listener, Position

log = structlog.get_logger()
_BATCH = 200
_listeners: list[Listener] = []
_COLUMNS = ("name", "payload", "actor_kind", "actor_id", "occurred_at")
_Row = tuple[str, dict[str, Any], str, int, datetime]
_gathering: ContextVar[list[_Row] | None] = ContextVar("shuke_outbox_gathering", default=None)


def listen(*listeners: Listener) -> None:
    """Say who listens; the composition root calls this once when the process starts."""
    _listeners[:] = listeners


def emit(*events: Event, by: Actor, at: datetime) -> None:
    """Write the events down in the present transaction: they exist exactly when the act does."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event belongs to the transaction of its act")
    rows = [(event.name, _payload(event), by.kind.value, by.id, at) for event in events]
    gathered = _gathering.get()
    if gathered is None:
        bulk.insert(OutboxEvent, _COLUMNS, rows)
    else:
        gathered.extend(rows)


@contextmanager
def gathered() -> Iterator[None]:
    """Write all events of the block down at its end in one statement; nothing when the block fails.

    For one act that many rooms take part in, inside its transaction; an act inside it that is refused must not be
    passed over, or its events would stand. The order is that in which they were told.
    """
    if _gathering.get() is not None:
        yield
        return
    rows: list[_Row] = []
    token = _gathering.set(rows)
    try:
        yield
    finally:
        _gathering.reset(token)
    bulk.insert(OutboxEvent, _COLUMNS, rows)


def deliver(listeners: Sequence[Listener] | None = None) -> int:
    """Bring new events to each listener (by default to all who `listen`) in order; return how many were handled.

    A handler's writes and its listener's position commit together. A handler that fails stops its own listener, which
    is tried again at the next run; the others go on.
    """
    return sum(_deliver_to(listener) for listener in (_listeners if listeners is None else listeners))


def move(listener: str, to: Position) -> None:
    """Set how far the listener has come, in the present transaction."""
    ListenerPosition.objects.update_or_create(
        listener=listener, defaults={"txid": to.txid, "number": to.number, "failures": 0}
    )


@transaction.atomic
def move_to_this_server() -> None:
    """Put every event and position of a restored database before the first transaction of this server.

    A PostgreSQL server numbers its transactions from its own beginning: new events would else sort before old ones
    and never be read. The order among the old is kept. Nothing needs doing on SQLite.
    """
    latest = OutboxEvent.objects.aggregate(latest=Max("txid"))["latest"]
    if connection.vendor != "postgresql" or latest is None or latest < 0:
        return
    with triggers.lifted("outbox_event"):
        OutboxEvent.objects.update(txid=F("txid") - (latest + 1))
    ListenerPosition.objects.filter(txid__gt=Position().txid).update(txid=F("txid") - (latest + 1))


def _deliver_to(listener: Listener) -> int:
    handled = 0
    while True:
        events, position = queries.read(queries.position_of(listener.name), limit=_BATCH)
        wanted = [event for event in events if event.name in listener.events]
        try:
            with transaction.atomic():
                for event in wanted:
                    listener.handle(event)
                if events:
                    move(listener.name, position)
        except Exception:  # one listener's fault must not keep the events from the others
            log.exception("outbox.listener_failed", listener=listener.name)
            _count_failure(listener.name)
            return handled
        handled += len(wanted)
        if len(events) < _BATCH:
            return handled


def _count_failure(listener: str) -> None:
    start = Position()
    first = {"txid": start.txid, "number": start.number}
    ListenerPosition.objects.get_or_create(listener=listener, defaults=first)
    ListenerPosition.objects.filter(listener=listener).update(failures=F("failures") + 1)


def _payload(event: Event) -> dict[str, Any]:
    return asdict(event)
