"""Which lots are taken, which are given back, and how parts sum to wholes: decision tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.foundation import dates
from shuke.ledgers.book import rules
from shuke.ledgers.book.page import LotLine, LotTerms
from shuke.ledgers.book.types import LotPart, LotState, Portion, Source

TODAY = date(2026, 3, 10)


def lot(
    id: int, remaining: int, expires: str | None = None, state: str = "available", only: str | None = None
) -> LotLine:
    day = date.fromisoformat(expires) if expires else None
    terms = LotTerms("points", None, day, None, None, only, Source("receipt", id), None)
    return LotLine(id, 1, 1, terms, remaining, remaining, 0, LotState(state))


CHOICES = [
    ("the first to expire", [lot(1, 5, "2026-05-01"), lot(2, 5, "2026-04-01")], 5, {2: 5}),
    ("the oldest of equals", [lot(2, 5), lot(1, 5)], 5, {1: 5}),
    ("without expiry last", [lot(1, 5), lot(2, 5, "2030-01-01")], 7, {2: 5, 1: 2}),
    ("nothing pending", [lot(1, 5, state="pending"), lot(2, 5)], 5, {2: 5}),
    ("nothing expired", [lot(1, 5, "2026-03-10"), lot(2, 5, "2026-03-11")], 5, {2: 5}),
    ("nothing restricted", [lot(1, 5, only="tea"), lot(2, 5)], 5, {2: 5}),
    ("more than there is", [lot(1, 5), lot(2, 5, state="pending")], 6, None),
    ("nothing at all", [], 1, None),
]


@pytest.mark.parametrize(("lots", "amount", "expected"), [row[1:] for row in CHOICES], ids=[row[0] for row in CHOICES])
def test_spending_chooses(lots, amount, expected):
    if expected is None:
        with pytest.raises(rules.NotEnough):
            rules.choose(lots, amount, TODAY)
        return
    assert rules.choose(lots, amount, TODAY) == tuple(LotPart(*pair) for pair in expected.items())


UNDOING = [
    ("everything", {1: -30, 2: -10}, {}, None, {2: 10, 1: 30}),
    ("the rest", {1: -30, 2: -10}, {2: 10, 1: 5}, None, {1: 25}),
    ("a part, last lot first", {1: -30, 2: -10}, {}, 15, {2: 10, 1: 5}),
    ("nothing is left", {1: -30}, {1: 30}, None, rules.AlreadyReversed),
    ("more than is left", {1: -30}, {1: 20}, 11, rules.MoreThanIsLeft),
    ("less than nothing", {1: -30}, {}, -1, rules.MoreThanIsLeft),
]


@pytest.mark.parametrize(
    ("nets", "undone", "amount", "expected"), [row[1:] for row in UNDOING], ids=[r[0] for r in UNDOING]
)
def test_undoing_chooses(nets, undone, amount, expected):
    if isinstance(expected, type):
        with pytest.raises(expected):
            rules.left_to_undo(nets, undone, amount, ())
        return
    assert rules.left_to_undo(nets, undone, amount, ()) == tuple(LotPart(*pair) for pair in expected.items())


@given(total=st.integers(0, 10**9), units=st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_portions_sum_to_the_whole_in_any_order(total, units):
    whole, before, parts = sum(units), 0, []
    for now in units:
        parts.append(Portion(before, now, whole).of(total))
        before += now
    assert sum(parts) == total
    assert min(parts) >= 0


@pytest.mark.parametrize("portion", [Portion(0, 2, 1), Portion(-1, 1, 1), Portion(0, 0, 0)])
def test_what_is_no_portion_is_an_error(portion):
    with pytest.raises(ValueError, match="not a portion"):
        portion.of(1)


@pytest.mark.parametrize(
    ("earned", "months", "last_day", "gone"),
    [
        ("2026-01-31", 1, "2026-02-27", "2026-02-28"),
        ("2028-01-31", 1, "2028-02-28", "2028-02-29"),
        ("2028-02-29", 12, "2029-02-27", "2029-02-28"),
        ("2026-12-31", 2, "2027-02-27", "2027-02-28"),
    ],
)
def test_month_ends_and_the_29th_of_february(earned, months, last_day, gone):
    expires = dates.add_months(date.fromisoformat(earned), months)
    dated = lot(1, 5, expires.isoformat())
    assert dated.spendable(date.fromisoformat(last_day))
    assert not dated.spendable(date.fromisoformat(gone))
