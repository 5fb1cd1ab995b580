"""Every payment, held against the notices that told of it and what was sent back of it."""

from collections.abc import Iterator

from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw

_CHECKS = (
    Check(
        "payments.sent_back_otherwise",
        "payment",
        "says {0} fen went back, its returns say {1}",
        """SELECT i.id, i.returned_minor, COALESCE(r.amount, 0) FROM payments_intent i
        LEFT JOIN (SELECT intent_id, SUM(amount_minor) AS amount FROM payments_return GROUP BY intent_id) r
            ON r.intent_id = i.id WHERE i.returned_minor <> COALESCE(r.amount, 0)""",
    ),
    Check(
        "payments.paid_without_notice",
        "payment",
        "is {0}, and no provider told that {1} fen were paid",
        """SELECT i.id, i.state, i.amount_minor FROM payments_intent i
        LEFT JOIN payments_notice n ON n.way = i.way AND n.provider_id = i.provider_id
            AND n.amount_minor = i.amount_minor AND n.outcome IN ('confirmed', 'late')
        WHERE i.state IN ('confirmed', 'applied', 'late', 'returned') AND n.id IS NULL""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every payment that was confirmed by nobody or sent back otherwise than it says."""
    return flaws.found_by(_CHECKS)
