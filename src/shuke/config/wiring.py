"""Who listens to which event, and which adaptor serves which port."""

from shuke.config import payments
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.outbox.types import Listener

LISTENERS: tuple[Listener, ...] = ()
"""Nobody yet: the warehouse reads the outbox at its own pace. Webhooks and journeys will listen here."""


def connect() -> None:
    """Tell the outbox who listens, and payments who collects."""
    outbox.listen(*LISTENERS)
    payments.connect()
