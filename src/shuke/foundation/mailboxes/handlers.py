"""What is done when somebody leaves."""

from shuke.foundation.actors import SYSTEM
from shuke.foundation.mailboxes import operations
from shuke.foundation.outbox.types import Recorded


def on_staff_left(event: Recorded) -> None:
    """Forget the address of whoever left; hearing of it twice changes nothing."""
    operations.forget(staff_id=int(event.payload["staff_id"]), by=SYSTEM, at=event.occurred_at)
