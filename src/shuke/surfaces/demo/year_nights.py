"""What opens and closes a simulated day: shifts, payments that are followed, the nightly work, and the seal."""

from collections import Counter
from datetime import timedelta

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup import queries as reports
from shuke.selling.tills import operations as tills
from shuke.selling.tills.types import CashKind
from shuke.surfaces.demo.year_state import Year
from shuke.surfaces.upkeep import nightly

_FLOAT = 50_000


def open_shifts(year: Year) -> Counter[str]:
    """Open a shift at every till, with a float in the drawer."""
    for row, device in enumerate(year.devices):
        shift_id = ids.new()
        tills.open_shift(shift_id=shift_id, device=device, float_minor=_FLOAT, by=year.cashiers[row], at=year.at)
        year.shifts[row] = shift_id
    return Counter({"shift opened": len(year.devices)})


def close_day(year: Year) -> Counter[str]:
    """Follow the payments, cash every shift up, then do the nightly work and seal; return how much came of each."""
    done = Counter({"shift closed": _cash_up(year)})
    done.update(nightly.follow_payments(at=year.at + timedelta(minutes=20)))
    year.at += timedelta(hours=3, minutes=5)
    done.update(nightly.turn_the_day(at=year.at))
    if book.seal(by=SYSTEM, at=year.at) is not None:
        done["sealed"] += 1
    return done


def _cash_up(year: Year) -> int:
    """Count every drawer; one in ten is a little over or short."""
    for row, shift_id in year.shifts.items():
        by = year.cashiers[row]
        tills.move_cash(
            move_id=ids.new(),
            shift_id=shift_id,
            kind=CashKind.IN,
            amount_minor=20_000,
            reason="备用金",
            by=by,
            at=year.at,
        )
        report = reports.report_x(shift_id, at=year.at)
        expected = report.expected_minor if report else 0
        off = year.chance.choice((-500, 100, 1_000)) if year.chance.random() < 0.1 else 0
        cashup.cash_up(shift_id=shift_id, counted_minor=max(0, expected + off), by=by, at=year.at)
    closed = len(year.shifts)
    year.shifts.clear()
    return closed
