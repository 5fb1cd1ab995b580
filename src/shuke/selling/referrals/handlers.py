"""What referrals do when they hear of purchases and returns. Hearing of the same one twice changes nothing."""

from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox.types import Recorded
from shuke.selling.referrals import operations, queries
from shuke.selling.sales import queries as sales


def on_receipts(event: Recorded) -> None:
    """Hear of receipts: a first purchase promises, a return may deny.

    Receipts from before the first referral are passed over at once: an import brings years of them.
    """
    since = queries.first_related_on()
    heard = sales.recent(event.payload["receipt_ids"], since=since) if since else []
    for receipt_id, original_id in heard:
        if original_id is None:
            operations.note_purchase(receipt_id=receipt_id)
        else:
            operations.note_return(receipt_id=original_id, by=SYSTEM, at=event.occurred_at)
