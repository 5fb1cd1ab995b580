"""Every Z report, drawn again from the sales and cash of its shift."""

from collections.abc import Iterator

from pydantic import TypeAdapter

from shuke.foundation import scopes
from shuke.foundation.db import flaws
from shuke.foundation.db.flaws import Check, Flaw
from shuke.selling.cashup import rules
from shuke.selling.cashup.models import FrozenReport
from shuke.selling.cashup.types import Report
from shuke.selling.checkout import queries as checkout
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
        "cashup.number_is_missing",
        "device",
        "has {0} reports, the last bears number {1}",
        """SELECT device_id, COUNT(*), MAX(number) FROM cashup_report
        GROUP BY device_id HAVING COUNT(*) <> MAX(number)""",
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
                yield Flaw("cashup.report_changed", f"shift:{row.shift_id}", f"report {row.number} is not what it sold")


def _drawn_again(row: FrozenReport, frozen: Report) -> Report | None:
    shift = tills.shift(row.shift_id)
    if shift is None:
        return None
    return rules.report(shift, checkout.takings(row.shift_id), tills.cash_moves(row.shift_id), frozen.at)
