"""The tables of the algorithm's page say what the rules do."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shuke.insight.measures import rules
from shuke.insight.measures.document import TRADES, QuadrantRule

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "measures.md"


def rows_below(heading: str) -> Iterator[list[str]]:
    """The cells of the table that begins with the heading row."""
    lines = PAGE.read_text(encoding="utf-8").split(heading, 1)[1].splitlines()
    for line in lines[2:]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_days_of_the_lifecycle() -> None:
    told = list(rows_below("| last purchase | on this day | state |"))

    assert len(told) == 7
    for bought, day, state in told:
        last = date.fromisoformat(bought)
        assert rules.lifecycle_state(TRADES["clothing"], last, last, date.fromisoformat(day)) == state


def test_the_order_of_the_quadrants() -> None:
    told = list(rows_below("| n | amount | quadrant | mark |"))

    assert len(told) == 7
    for purchases, yuan, quadrant, mark in told:
        box = rules.quadrant_of(QuadrantRule(), int(purchases), int(yuan) * 100)
        assert box is not None
        assert (box.key, box.mark) == (quadrant, mark)


def test_no_two_of_the_shipped_quadrants_are_called_the_same() -> None:
    boxes = QuadrantRule().boxes

    assert len({box.zh for box in boxes}) == len({box.en for box in boxes}) == len(boxes)
    assert [(box.key, box.zh) for box in boxes if not box.mark][-1] == ("q4", "一般发展用户")
