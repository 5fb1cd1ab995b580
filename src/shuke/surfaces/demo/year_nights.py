"""What opens and closes a simulated day: shifts, what the calendar brings, what is due, and the seal."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Run
from shuke.ledgers.growth import operations as growth
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup import queries as reports
from shuke.selling.payments import operations as payments
from shuke.selling.referrals import operations as referrals
from shuke.selling.rewards import operations as rewards
from shuke.selling.tills import operations as tills
from shuke.selling.tills.types import CashKind
from shuke.surfaces.demo.year_state import Year

ACTS_A_NIGHT = 8
_FLOAT = 50_000


def open_shifts(year: Year) -> Counter[str]:
    """Open a shift at every till, with a float in the drawer."""
    for row, device in enumerate(year.devices):
        shift_id = ids.new()
        tills.open_shift(shift_id=shift_id, device=device, float_minor=_FLOAT, by=year.cashiers[row], at=year.at)
        year.shifts[row] = shift_id
    return Counter({"shift opened": len(year.devices)})


def close_day(year: Year) -> Counter[str]:
    """Follow the payments, cash every shift up, then turn the day: release, expire, settle, seal."""
    done = Counter({"payments followed": _follow_payments(year), "shift closed": _cash_up(year)})
    year.at += timedelta(hours=3, minutes=5)
    on, at = year.day + timedelta(days=1), year.at
    _to_the_end(lambda: book.void_overdue(by=SYSTEM, at=at))
    _to_the_end(lambda: book.release_due(on=on, by=SYSTEM, at=at))
    _to_the_end(lambda: book.expire_due(on=on, by=SYSTEM, at=at))
    growth.run_daily(on=on, by=SYSTEM, at=at)
    referrals.settle_due(on=on, by=SYSTEM, at=at)
    rewards.lapse_due(on=on, by=SYSTEM, at=at)
    book.seal(by=SYSTEM, at=at)
    return done + Counter({"night act": ACTS_A_NIGHT - 1})


def _follow_payments(year: Year) -> int:
    later = year.at + timedelta(minutes=20)
    payments.ask_silent(at=later)
    payments.send_back_late(at=later)
    payments.ask_returns(at=later)
    return 1


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


def _to_the_end(step: Callable[[], Run]) -> None:
    while not step().finished:
        pass
