"""What the law wants deposited, and how much may still be taken in advance."""

from datetime import date

import pytest
from tests.apps.liability.conftest import B, give, noon, somebody, take
from tests.apps.liability.test_netting import SECOND

from shuke.foundation.actors import SYSTEM
from shuke.foundation.rulebook import operations as rulebook
from shuke.insight.liability import queries as liability
from shuke.insight.liability import rules
from shuke.insight.liability.types import NETTING_KIND, HeadroomState

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_year_of_trade(monkeypatch):
    monkeypatch.setattr(liability, "_revenue", lambda year: {2025: 1_000_000_00}.get(year, 0))


def issuer(kind: str) -> None:
    version = rulebook.propose(
        kind=NETTING_KIND, body={"issuer": kind}, effective_from=date(2026, 1, 1), by=SYSTEM, at=noon(date(2025, 12, 1))
    )
    rulebook.approve(version_id=version, by=SECOND, at=noon(date(2025, 12, 1)))


@pytest.mark.usefixtures("a_year_of_trade")
@pytest.mark.parametrize(("kind", "deposit"), [("scale", 40_000_00), ("group", 60_000_00), ("brand", 80_000_00)])
def test_golden_the_deposit_is_a_share_of_last_quarters_balance(kind, deposit):
    """200,000 yuan prepaid when the first quarter ended: 20, 30 or 40 percent of it, whatever came after."""
    issuer(kind)
    holder = somebody()
    give(holder, "principal", 250_000_00, date(2026, 2, 1), B)
    take(holder, "principal", 50_000_00, date(2026, 3, 31), B)
    give(holder, "principal", 70_000_00, date(2026, 4, 1), B)
    give(holder, "bonus", 9_000_00, date(2026, 2, 1), B)

    found = liability.custody(on=date(2026, 5, 5))

    assert (found.quarter_ended_before, found.quarter_balance_minor) == (date(2026, 4, 1), 200_000_00)
    assert found.deposit_minor == deposit
    assert (found.balance_minor, found.limit_minor, found.headroom_minor) == (270_000_00, 400_000_00, 130_000_00)
    assert found.articles == ("单用途商业预付卡管理办法 第二十六条", "单用途商业预付卡管理办法 第二十五条")


@pytest.mark.usefixtures("a_year_of_trade")
@pytest.mark.parametrize(
    ("prepaid", "state"),
    [(319_999_99, HeadroomState.WITHIN), (320_000_00, HeadroomState.NEAR), (400_000_00, HeadroomState.FULL)],
)
def test_it_warns_at_four_fifths_and_is_full_at_the_limit(prepaid, state):
    give(somebody(), "principal", prepaid, date(2026, 2, 1), B)
    found = liability.custody(on=date(2026, 5, 5))
    assert found.state is state
    assert liability.headroom(on=date(2026, 5, 5)) == 400_000_00 - prepaid


def test_without_last_years_revenue_the_headroom_is_unknown():
    give(somebody(), "principal", 100_00, date(2026, 2, 1), B)
    assert liability.custody(on=date(2026, 5, 5)).state is HeadroomState.UNKNOWN
    assert liability.headroom(on=date(2026, 5, 5)) is None


def test_part_of_a_fen_is_deposited_whole_and_never_allowed():
    assert rules.deposit(1, 20) == 1
    assert rules.limit(1, 40) == 0
    assert rules.quarter_start(date(2026, 12, 31)) == date(2026, 10, 1)
