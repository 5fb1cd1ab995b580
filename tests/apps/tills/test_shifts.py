"""A shift: a float, cash moved with a reason, a blind count."""

from datetime import datetime, timedelta

import pytest

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries
from shuke.selling.tills.types import CashKind, CashMoves, ShiftState


def move(move_id: int, shift_id: int, kind: CashKind, amount: int, reason: str, at: datetime) -> None:
    tills.move_cash(move_id=move_id, shift_id=shift_id, kind=kind, amount_minor=amount, reason=reason, by=SYSTEM, at=at)


def test_a_till_has_one_open_shift(device, opened, at) -> None:
    shift_id = opened()

    with pytest.raises(tills.ShiftOpenAlready):
        opened()

    assert tills.open_shift(shift_id=shift_id, device=device, float_minor=1, by=SYSTEM, at=at) == shift_id
    found = queries.open_shift_of(device.id)
    assert found is not None
    assert (found.id, found.number, found.float_minor) == (shift_id, 1, 20_000)


def test_shifts_of_a_till_are_numbered_without_a_gap(device, opened, at) -> None:
    for number in (1, 2, 3):
        shift_id = opened()
        found = queries.shift(shift_id)
        assert found is not None
        assert found.number == number
        tills.close_shift(shift_id=shift_id, counted_minor=20_000, by=SYSTEM, at=at)


def test_cash_moves_once_with_a_reason(opened, at) -> None:
    shift_id, move_id = opened(), ids.new()
    for _ in range(2):
        tills.move_cash(
            move_id=move_id,
            shift_id=shift_id,
            kind=CashKind.OUT,
            amount_minor=5_000,
            reason="送存银行",
            by=SYSTEM,
            at=at,
        )
    tills.move_cash(
        move_id=ids.new(), shift_id=shift_id, kind=CashKind.IN, amount_minor=1_000, reason="换零钱", by=SYSTEM, at=at
    )

    assert queries.cash_moves(shift_id) == CashMoves(in_minor=1_000, out_minor=5_000, count=2)


@pytest.mark.parametrize(
    ("amount", "reason", "refusal"), [(0, "找零", tills.NotAnAmount), (100, "  ", tills.ReasonMissing)]
)
def test_cash_without_amount_or_reason_is_refused(opened, amount, reason, refusal, at) -> None:
    with pytest.raises(refusal):
        move(ids.new(), opened(), CashKind.IN, amount, reason, at)


def test_a_closed_shift_takes_nothing_more(opened, at) -> None:
    shift_id = opened()
    tills.close_shift(shift_id=shift_id, counted_minor=19_900, by=SYSTEM, at=at + timedelta(hours=8))

    found = queries.shift(shift_id)
    assert found is not None
    assert (found.state, found.counted_minor) == (ShiftState.CLOSED, 19_900)
    with pytest.raises(tills.ShiftNotOpen):
        tills.close_shift(shift_id=shift_id, counted_minor=0, by=SYSTEM, at=at)
    with pytest.raises(tills.ShiftNotOpen):
        tills.hold_open(shift_id=shift_id)


def test_neither_a_float_nor_a_count_is_below_zero(opened, at) -> None:
    with pytest.raises(tills.NotAnAmount):
        opened(-1)
    with pytest.raises(tills.NotAnAmount):
        tills.close_shift(shift_id=opened(), counted_minor=-1, by=SYSTEM, at=at)


def test_notes_and_coins_are_added_up() -> None:
    assert queries.counted({10_000: 3, 500: 2, 10: 7}) == 31_070
    assert queries.counted({300: 1}) is None
