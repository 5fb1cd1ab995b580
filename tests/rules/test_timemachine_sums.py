"""Sums side by side and movers, as a decision table without a database."""

import pytest

from shuke.insight.timemachine.rules import Movement, Tally
from shuke.insight.timemachine.types import Column, Direction, Mover, Unit

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [(0, 5, Direction.UP), (5, 0, Direction.DOWN), (-3, -1, Direction.UP), (4, 4, None)],
)
def test_who_moves_and_which_way(before, after, direction):
    movement = Movement()
    moved = movement.judge(Mover(7, before, after))

    assert (moved.direction if moved else None) == direction
    assert movement.same == (direction is None)
    assert sum(movement.counts.values()) == (direction is not None)


def test_the_greatest_change_stands_first():
    tally = Tally()
    tally.add("a", 10, 11)
    tally.add("b", 10, 2)
    tally.add("b", 1, 1)

    assert list(tally.items()) == [("b", 2, 11, 3), ("a", 1, 10, 11)]
    table = tally.table(
        "t", "表", "Table", key=(Column("key", "键", "Key"),), shown=lambda key: (str(key),),
        counted=Column("n", "数", "Count"), unit=Unit.POINTS,
    )  # fmt: skip
    assert table.rows[0] == ("b", 2, 11, 3, -8)


def test_moves_between_classes_are_counted_with_their_names():
    movement = Movement()
    for member_id in (1, 2):
        movement.judge(Mover(member_id, 2, 3, "silver", "gold"))
    movement.judge(Mover(3, 2, 2, "silver", "silver"))

    rows = movement.table({"gold": ("金卡", "Gold")}).rows
    assert rows == (("silver", "silver", "gold", "金卡", 2), ("silver", "silver", "silver", "silver", 1))
