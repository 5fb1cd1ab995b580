"""The estimate of what is never used: right where the truth is known, honest where it cannot know."""

import random
from datetime import date

import pytest
from tests.apps.liability.conftest import JUNE, B, give, somebody, take

from shuke.foundation import dates
from shuke.insight.liability import estimating
from shuke.insight.liability import queries as liability
from shuke.ledgers.book.types import Ageing, FlowKind

FIRST, NOW = date(2023, 1, 1), date(2026, 1, 1)


def lives(rate: float, *, lasts: int | None, noise: float = 0.0, until: date = NOW, seed: int = 1) -> list[Ageing]:
    """Every month 100,000 are issued; of what is left a share is used each month; what is left at its end expires."""
    chance, rows = random.Random(seed), []
    months = [dates.add_months(FIRST, number) for number in range(200) if dates.add_months(FIRST, number) < until]
    shocks = {month: 1 + chance.uniform(-noise, noise) for month in months}
    for issued_in in months:
        ends_in = dates.add_months(issued_in, lasts) if lasts else None
        left = 100_000
        rows.append(Ageing(issued_in, ends_in, issued_in, FlowKind.ISSUED, left))
        for month in (month for month in months if month >= issued_in):
            if ends_in is not None and month >= ends_in:
                rows.append(Ageing(issued_in, ends_in, month, FlowKind.EXPIRED, -left))
                break
            used = round(left * rate * shocks[month])
            rows.append(Ageing(issued_in, ends_in, month, FlowKind.USED, -used))
            left -= used
    return rows


def test_where_the_truth_is_known_the_estimate_is_near_it():
    """Twelve months of issue are open, the oldest at its end; of each, 0.9 ** 12 is never used."""
    found = estimating.estimate(lives(0.1, lasts=12), NOW)

    assert found.outstanding == pytest.approx(sum(100_000 * 0.9**age for age in range(1, 13)), rel=1e-3)
    assert found.never_used == pytest.approx(12 * 100_000 * 0.9**12, rel=0.01)
    assert found.used + found.never_used == found.outstanding


def test_the_bounds_hold_the_truth_in_most_noisy_lives():
    held = 0
    for seed in range(20):
        rows = lives(0.1, lasts=12, noise=0.5, until=date(2027, 1, 1), seed=seed)
        tested = estimating.back_test(rows, date(2026, 7, 1), 6)
        assert tested is not None
        assert abs(tested.error_per_mille) < 150
        held += tested.within
    assert held >= 15


def test_what_never_ends_and_is_used_steadily_is_nearly_all_used():
    found = estimating.estimate(lives(0.15, lasts=None), NOW)
    assert found.share_per_mille < 5


def test_without_history_nothing_is_taken_to_be_never_used():
    found = estimating.estimate(lives(0.1, lasts=12, until=date(2023, 5, 1)), date(2023, 5, 1))
    assert not found.enough
    assert (found.never_used, found.low, found.high) == (0, 0, found.outstanding)
    assert estimating.back_test(lives(0.1, lasts=12), date(2023, 8, 1), 3) is None
    assert estimating.estimate([], NOW).outstanding == 0


def test_the_same_question_has_the_same_answer():
    rows = lives(0.1, lasts=12, noise=0.3)
    assert estimating.estimate(rows, NOW) == estimating.estimate(rows, NOW)


@pytest.mark.django_db
def test_the_book_is_asked_and_earlier_estimates_are_held_against_it():
    holder = somebody()
    for number in range(24):
        month = dates.add_months(date(2024, 6, 1), number)
        give(holder, "points", 1_000, month, B, expires_on=dates.add_months(month, 12))
        take(holder, "points", 600, dates.add_months(month, 0).replace(day=20), B)

    found = liability.breakage("points", month=JUNE)

    assert found.estimate.enough
    assert found.estimate.outstanding == 24 * 400
    assert [test.months for test in found.back_tests] == [3, 6, 12]
    assert all(test.low <= test.expected_used <= test.high for test in found.back_tests)
