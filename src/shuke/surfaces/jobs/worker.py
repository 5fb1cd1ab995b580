"""The worker: it exports, delivers events, and runs jobs until it is told to stop; couriers go beside it."""

import os
import socket
import threading
from datetime import timedelta

import structlog
from django.db import close_old_connections

from shuke.foundation import clock
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.jobs.types import Lease
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.jobs import courier
from shuke.surfaces.jobs.schedule import RECURRING

log = structlog.get_logger()
_PAUSE = timedelta(seconds=2)
_BEAT = timedelta(seconds=15)
_LAST_CALL = timedelta(seconds=12)


def work(*, stop: threading.Event) -> None:
    """Work until `stop` is set. A round with nothing to do costs a few milliseconds."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    couriers = courier.hands(stop=stop)
    while not stop.is_set():
        close_old_connections()
        jobs.enqueue_recurring(recurring=RECURRING, at=clock.now())
        outbox.deliver()
        _export()
        leases = jobs.claim(worker=name, at=clock.now())
        for lease in leases:
            _run(lease)
        if not leases:
            stop.wait(_PAUSE.total_seconds())
    for hand in couriers:
        hand.join(_LAST_CALL.total_seconds())


def _export() -> None:
    try:
        warehouse.export(at=clock.now(), patience=timedelta(0))
    except Refusal as busy:  # another process exports; the next round will see
        log.info("worker.export_waits", code=busy.code)


def _run(lease: Lease) -> None:
    """Run one job while a second thread keeps its lease alive."""
    done = threading.Event()
    keeper = threading.Thread(target=_keep_alive, args=(lease, done), daemon=True)
    keeper.start()
    try:
        jobs.run(lease)
    finally:
        done.set()
        keeper.join()


def _keep_alive(lease: Lease, done: threading.Event) -> None:
    while not done.wait(_BEAT.total_seconds()):
        jobs.beat(lease=lease, at=clock.now())
    close_old_connections()
