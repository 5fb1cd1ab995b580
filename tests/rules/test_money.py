"""Money adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.foundation import money
from shuke.foundation.money import Rounding


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_parts_sum_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(money.allocate(total, weights)) == total


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_no_part_is_a_fen_away_from_its_share(total: int, weights: list[int]) -> None:
    whole = sum(weights)

    parts = money.allocate(total, weights)

    assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_a_refund_mirrors_its_sale(total: int, weights: list[int]) -> None:
    assert money.allocate(-total, weights) == [-part for part in money.allocate(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (5, [0, 0], [5, 0]),
        (0, [], []),
        (7, [0, 3, 0], [0, 7, 0]),
    ],
)
def test_the_earlier_part_takes_the_odd_fen(total: int, weights: list[int], parts: list[int]) -> None:
    assert money.allocate(total, weights) == parts


def test_nobody_can_share_a_sum() -> None:
    with pytest.raises(ValueError, match="nobody"):
        money.allocate(1, [])


@pytest.mark.parametrize(
    ("amount", "rounding", "result"),
    [
        (5, Rounding.HALF_UP, 3),
        (5, Rounding.DOWN, 2),
        (5, Rounding.UP, 3),
        (-5, Rounding.HALF_UP, -3),
        (-5, Rounding.DOWN, -2),
    ],
)
def test_halves_go_where_they_are_told(amount: int, rounding: Rounding, result: int) -> None:
    assert money.ratio(amount, 1, 2, rounding) == result


@pytest.mark.parametrize(
    ("text", "fen"), [("1234.5", 123450), ("-0.01", -1), (" 7 ", 700), ("3.10", 310), ("2.5000", 250)]
)
def test_yuan_are_read_to_the_fen(text: str, fen: int) -> None:
    assert money.parse_fen(text) == fen


@pytest.mark.parametrize("text", ["", "1.234", "1e5", "十", "1,000", "--1", "1."])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(money.NotAnAmount):
        money.parse_fen(text)


@given(st.integers(-(10**12), 10**12))
def test_what_is_written_reads_back(fen: int) -> None:
    assert money.parse_fen(money.yuan(fen)) == fen
