"""The courier: it carries what webhooks are to be told, beside the worker's jobs, which never wait for a slow address.

A parcel is claimed and settled in transactions of its own; between them no transaction is open.
"""

import threading
from datetime import timedelta

import structlog
from django.db import close_old_connections

from shuke.engaging.webhooks import operations as webhooks
from shuke.foundation import clock, failpoints

log = structlog.get_logger()
HANDS = 4
_PAUSE = timedelta(seconds=2)


def hands(*, stop: threading.Event) -> list[threading.Thread]:
    """Start as many hands as there are, which carry until `stop` is set."""
    started = [threading.Thread(target=_work, args=(stop,), daemon=True) for _ in range(HANDS)]
    for hand in started:
        hand.start()
    return started


def carry_one() -> bool:
    """Carry the parcel that has been due longest; False when there is none."""
    parcel = webhooks.claim(at=clock.now())
    if parcel is None:
        return False
    failpoints.hit("webhooks.claimed")
    outcome = webhooks.send(parcel=parcel, at=clock.now())
    failpoints.hit("webhooks.sent")
    webhooks.settle(parcel=parcel, outcome=outcome, at=clock.now())
    return True


def _work(stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        if not _try():
            stop.wait(_PAUSE.total_seconds())
    close_old_connections()


def _try() -> bool:
    try:
        return carry_one()
    except Exception:  # a fault of one parcel must not end the hand: its claim runs out, and it is tried again
        log.exception("courier.failed")
        return False
