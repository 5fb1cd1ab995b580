"""Who listens to which event."""

from shuke.foundation.outbox import operations as outbox
from shuke.foundation.outbox.types import Listener

LISTENERS: tuple[Listener, ...] = ()
"""Nobody yet: the warehouse reads the outbox at its own pace. Webhooks and journeys will listen here."""


def connect() -> None:
    """Tell the outbox who listens."""
    outbox.listen(*LISTENERS)
