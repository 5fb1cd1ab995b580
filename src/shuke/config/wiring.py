"""Who listens to which event, and which adaptor serves which port."""

from shuke.config import payments
from shuke.engaging.webhooks import handlers as webhooks
from shuke.foundation.mailboxes import handlers as mailboxes
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.outbox.types import Listener
from shuke.selling.referrals import handlers as referrals

LISTENERS: tuple[Listener, ...] = (
    Listener("referrals", frozenset({"sales.recorded"}), referrals.on_receipts),
    Listener("mailboxes", frozenset({"org.staff_left"}), mailboxes.on_staff_left),
    Listener("webhooks", webhooks.EVENTS, webhooks.on_event),
)
"""The warehouse is not among them: it reads the outbox at its own pace."""


def connect() -> None:
    """Tell the outbox who listens, and payments who collects."""
    outbox.listen(*LISTENERS)
    payments.connect()
