"""What a programme may hold, what the linter says to it, and how points buy a level."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from tests.apps.growth.conftest import ANNA, BASE, GOLD, NOON, SILVER, bought, count

from shuke.foundation.actors import SYSTEM
from shuke.foundation.rulebook import operations as rulebook
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Source
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.document import TierRules
from shuke.ledgers.growth.types import GrantKind
from shuke.ledgers.points import operations as points
from shuke.ledgers.points import queries as spendable
from shuke.ledgers.points.types import OpeningBalance

ENTRY, SILVER_LEVEL, GOLD_LEVEL, _ = DEFAULT_RULES["levels"]
DISCOUNT = {"kind": "discount", "percent_off": 5}
LARGER_DISCOUNT = {"kind": "discount", "percent_off": 8}
MEMBER_DAY = {"kind": "member_day", "percent_off": 20, "times_a_year": 4}


def findings(*levels: dict[str, Any]) -> set[tuple[str, int | None]]:
    document = TierRules.model_validate({"levels": [ENTRY, *levels]})
    return {(finding.code, finding.level) for finding in queries.lint(document)}


@pytest.mark.covers("A31")
def test_a_tier_without_qualification_or_keep_is_open_or_reported() -> None:
    assert findings(SILVER_LEVEL, GOLD_LEVEL) == set()
    assert findings({**SILVER_LEVEL, "qualifications": [], "keep": []}) == {
        ("no_qualification", SILVER),
        ("no_keep_rule", SILVER),
    }


@pytest.mark.covers("A21")
def test_a_tier_holds_several_benefits_and_one_with_only_a_discount_is_reported() -> None:
    assert findings({**SILVER_LEVEL, "benefits": [DISCOUNT, MEMBER_DAY]}) == set()
    assert findings({**SILVER_LEVEL, "benefits": [DISCOUNT]}) == {("discount_only", SILVER)}


@pytest.mark.covers("D45")
def test_a_higher_tier_with_a_smaller_discount_is_reported() -> None:
    small, large = {"benefits": [DISCOUNT, MEMBER_DAY]}, {"benefits": [LARGER_DISCOUNT, MEMBER_DAY]}

    assert findings({**SILVER_LEVEL, **small}, {**GOLD_LEVEL, **large}) == set()
    assert findings({**SILVER_LEVEL, **large}, {**GOLD_LEVEL, **small}) == {("discount_not_rising", GOLD)}


@pytest.mark.django_db
def test_nonsense_is_refused_when_it_is_proposed() -> None:
    with pytest.raises(rulebook.InvalidRule):
        rulebook.propose(kind="growth.tiers", body={"levels": []}, effective_from=date(2026, 1, 1), by=SYSTEM, at=NOON)


@pytest.mark.django_db
@pytest.mark.covers("D05")
def test_points_buy_goods_or_a_level_and_spending_them_lowers_nobody(put_in_force: Callable[..., int]) -> None:
    for_points = {**GOLD_LEVEL, "qualifications": [{"kind": "points", "points": 800}]}
    put_in_force({"levels": [ENTRY, SILVER_LEVEL, for_points]})
    count(bought("2026-03-01", 600))
    points.open_balances(openings=[OpeningBalance(ANNA, 1_000, None, "old till")], by=SYSTEM, at=NOON)

    points.redeem(member_id=ANNA, points=100, source=Source("gift", 1), by=SYSTEM, at=NOON)
    told = queries.explain(ANNA, as_of=date(2026, 3, 10))
    assert (told.level, told.growth, spendable.balance(ANNA).available) == (SILVER, 600, 900)

    with transaction.atomic():
        points.redeem(member_id=ANNA, points=800, source=Source("tier_upgrade", 1), by=SYSTEM, at=NOON)
        growth.grant(member_id=ANNA, level=GOLD, kind=GrantKind.POINTS, by=SYSTEM, at=NOON)

    told = queries.explain(ANNA, as_of=date(2026, 3, 10))
    assert (told.level, told.growth, spendable.balance(ANNA).available) == (GOLD, 600, 100)
    with pytest.raises(book.NotEnough):
        points.redeem(member_id=ANNA, points=800, source=Source("tier_upgrade", 2), by=SYSTEM, at=NOON)


@pytest.mark.django_db
def test_what_each_level_gives_can_be_compared(put_in_force: Callable[..., int]) -> None:
    put_in_force(DEFAULT_RULES)

    version = queries.rules_on(date(2026, 3, 10))

    assert version is not None
    kinds = {level.number: {benefit.kind for benefit in level.benefits} for level in version.rules.levels}
    assert kinds[BASE] == {"service"}
    assert kinds[GOLD] - kinds[SILVER] == {"member_day"}
