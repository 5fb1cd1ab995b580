"""Every Z report, drawn again from the sales and cash of its shift."""

from collections.abc import Iterator

from pydantic import TypeAdapter

from shuke.foundation import scopes
from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw
from shuke.selling.cashup import drawing
from shuke.selling.cashup.models import FrozenReport
from shuke.selling.cashup.types import Report
from shuke.selling.tills import queries as tills

_BODY: TypeAdapter[Report] = TypeAdapter(Report)

_CHECKS = (
    Check(
        "cashup.report_is_not_of_its_shift",
        "shift",
        "was counted with {0} fen, its report says {1}",
        """SELECT s.id, s.counted_minor, z.counted_minor FROM tills_shift s
        JOIN cashup_report z ON z.shift_id = s.id
        WHERE s.state <> 'closed' OR z.counted_minor <> s.counted_minor OR z.device_id <> s.device_id
            OR z.store_id <> s.store_id""",
    ),
    Check(
        "cashup.closed_without_report",
        "shift",
        "was closed with {0} fen in the drawer, and there is no report of it",
        """SELECT s.id, s.counted_minor FROM tills_shift s LEFT JOIN cashup_report z ON z.shift_id = s.id
        WHERE s.state = 'closed' AND z.id IS NULL""",
    ),
    Check(
        "cashup.number_is_missing",
        "device",
        "has {0} reports, the last bears number {1}",
        """SELECT device_id, COUNT(*), MAX(number) FROM cashup_report
        GROUP BY device_id HAVING COUNT(*) <> MAX(number)""",
    ),
    Check(
        "cashup.taken_is_not_the_price",
        "sale",
        "cost {0} fen, the till took {1}",
        """SELECT t.source_id, COALESCE(v.paid_minor, p.paid_minor, c.paid_minor, 0), t.amount_minor FROM cashup_taken t
        LEFT JOIN stored_value_topup v ON t.subject = 'top_up' AND v.id = t.source_id AND v.store_id = t.store_id
        LEFT JOIN passes_pass p ON t.subject = 'pass' AND p.id = t.source_id AND p.store_id = t.store_id
        LEFT JOIN benefits_card c ON t.subject = 'card' AND c.id = t.source_id AND c.store_id = t.store_id
        WHERE t.amount_minor <> COALESCE(v.paid_minor, p.paid_minor, c.paid_minor, 0)""",
    ),
    Check(
        "cashup.payment_not_applied",
        "payment",
        "should have brought {0} fen for {1}, to which it was not applied",
        """SELECT t.payment_id, t.amount_minor, t.source_id FROM cashup_taken t
        LEFT JOIN payments_intent i ON i.id = t.payment_id AND i.state = 'applied' AND i.way = t.kind
            AND i.order_id = t.source_id AND i.amount_minor = t.amount_minor
        WHERE t.payment_id IS NOT NULL AND i.id IS NULL""",
    ),
)


def find() -> Iterator[Flaw]:
    """Yield every Z report that its shift would not give again. One shift at a time is held."""
    yield from flaws.found_by(_CHECKS)
    with scopes.everywhere(reason="a proof looks at every report"):
        for row in FrozenReport.objects.order_by("id").iterator(1_000):
            frozen = _BODY.validate_json(row.body)
            again = _drawn_again(row, frozen)
            if again != frozen or again.expected_minor != row.expected_minor:
                yield Flaw(
                    "cashup.report_changed", f"shift:{row.shift_id}", "report {0} is not what it sold", (row.number,)
                )


def _drawn_again(row: FrozenReport, frozen: Report) -> Report | None:
    shift = tills.shift(row.shift_id)
    if shift is None:
        return None
    return drawing.draw(shift, frozen.at)
