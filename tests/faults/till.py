"""A till that rings up receipts as fast as it can and says each number aloud once the database has acknowledged it.

Run as a program: `python till.py NAME STORE_ID COUNT [MANNER]`. It is meant to be killed, or kills itself.
"""

import os
import signal
import sys
from itertools import count
from typing import Any

import django
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")


def main(name: str, store_id: int, wanted: int, manner: str = "") -> None:
    django.setup()
    if manner == "hasty":
        with transaction.atomic():  # says numbers aloud that no commit stands behind
            ring_up(name, store_id, wanted)
    if "dying" in manner:
        die_before_the_event(of=3)
    if "loose" in manner:
        let_go_of_the_transaction()
    ring_up(name, store_id, wanted)


def ring_up(name: str, store_id: int, wanted: int) -> None:
    """Ring up receipts one by one."""
    from shuke.foundation import clock, scopes
    from shuke.foundation.actors import SYSTEM
    from shuke.selling.sales import operations as sales
    from shuke.selling.sales.types import NewLine, NewReceipt

    line = NewLine(None, 1000, 500, 0, 500)
    with scopes.everywhere(reason="a till of the test"):
        for number in count():
            now = clock.now()
            receipt = NewReceipt(f"{name}-{number}", store_id, now, (line,))
            sales.record_many(receipts=[receipt], source="till", by=SYSTEM, at=now)
            print(receipt.external_id, flush=True)
            if number + 1 == wanted:
                return


def die_before_the_event(of: int) -> None:
    """Die when the receipt of this number has been written and its event has not."""
    from shuke.foundation.outbox import operations as outbox

    turns, emit = count(1), outbox.emit

    def emit_or_die(*events: Any, **act: Any) -> None:
        if next(turns) == of:
            os.kill(os.getpid(), signal.SIGKILL)
        with transaction.atomic():
            emit(*events, **act)

    outbox.emit = emit_or_die


def let_go_of_the_transaction() -> None:
    """Let each statement of a sale stand for itself."""
    from shuke.selling.sales import operations as sales

    sales.record_many = sales.record_many.__wrapped__


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
