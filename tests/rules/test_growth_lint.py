"""The linter of tier rules finds what is valid and still a bad programme."""

from typing import Any

import pytest

from shuke.ledgers.growth import lint
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.document import SpendSum, TierRules
from shuke.ledgers.growth.types import Severity

BASE: dict[str, Any] = {"number": 1, "code": "base", "zh": "普通", "en": "Base", "open": True}
SERVICE = {"kind": "service", "code": "queue", "zh": "优先", "en": "Priority"}
YEAR = {"kind": "months", "months": 12}


def spend(yuan: int) -> dict[str, Any]:
    return {"kind": "spend_sum", "amount_minor": yuan * 100, "window": {"kind": "rolling", "months": 12}}


def level(number: int, yuan: int, percent_off: int = 0, **body: Any) -> dict[str, Any]:
    discount = [{"kind": "discount", "percent_off": percent_off}] if percent_off else []
    return {
        "number": number,
        "code": f"level_{number}",
        "zh": f"{number} 级",
        "en": f"Level {number}",
        "qualifications": [spend(yuan)],
        "validity": YEAR,
        "benefits": [*discount, SERVICE],
        **body,
    }


def findings(*levels: dict[str, Any]) -> set[tuple[str, int | None]]:
    document = TierRules.model_validate({"levels": [BASE, *levels]})
    return {(finding.code, finding.level) for finding in lint.lint(document)}


def test_the_default_programme_is_sound() -> None:
    assert lint.lint(TierRules.model_validate(DEFAULT_RULES)) == []


def test_a_higher_tier_never_gives_a_smaller_discount() -> None:
    assert findings(level(2, 1_000, 5), level(3, 3_000, 8)) == set()
    assert findings(level(2, 1_000, 8), level(3, 3_000, 5)) == {("discount_not_rising", 3)}
    assert findings(level(2, 1_000, 8), level(3, 3_000)) == {("discount_not_rising", 3)}


def test_a_higher_threshold_for_a_higher_tier() -> None:
    assert findings(level(2, 3_000), level(3, 1_000)) == {("threshold_not_rising", 3), ("unreachable", 2)}


def test_thresholds_of_different_windows_are_not_compared() -> None:
    by_year = {"kind": "spend_sum", "amount_minor": 100, "window": {"kind": "calendar_year"}}

    assert findings(level(2, 3_000), level(3, 0, qualifications=[by_year])) == set()


def test_a_level_that_is_given_can_be_reached() -> None:
    both = [spend(3_000), {"kind": "invitation"}]

    assert findings(level(2, 0, qualifications=both), level(3, 1_000)) == {("threshold_not_rising", 3)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"qualifications": []}, {("no_qualification", 2), ("no_keep_rule", 2)}),
        ({"validity": {"kind": "none"}}, {("lifelong", 2)}),
        ({"qualifications": [{"kind": "paid", "price_minor": 9_900}]}, {("no_keep_rule", 2)}),
        ({"benefits": [{"kind": "discount", "percent_off": 5}]}, {("discount_only", 2)}),
        (
            {"qualifications": [{"kind": "growth_value", "value": 5}], "keep": [{"kind": "orders", "count": 2}]},
            {("bounces", 2)},
        ),
    ],
)
def test_a_level_that_deserves_a_remark(body: dict[str, Any], expected: set[tuple[str, int | None]]) -> None:
    assert findings(level(2, 1_000, **body)) == expected


def keep(yuan: int) -> dict[str, Any]:
    return {"kind": "spend", "amount_minor": yuan * 100}


@pytest.mark.parametrize(
    ("body", "is_too_hard"),
    [
        ({"keep": [keep(1_000)]}, False),
        ({"keep": [keep(1_001)]}, True),
        ({"keep": [keep(1_200), keep(900)]}, False),
        ({"keep": [keep(1_200), {"kind": "orders", "count": 2}]}, False),
        ({"keep": [keep(1_200)], "validity": {"kind": "months", "months": 24}}, False),
        ({"keep": [keep(2_001)], "validity": {"kind": "months", "months": 24}}, True),
        ({"keep": [keep(1_001)], "validity": {"kind": "months", "months": 6}}, True),
        ({"keep": [keep(1_500)], "validity": {"kind": "year_end", "years": 1}}, False),
        ({"keep": [keep(1_200)], "qualifications": [spend(1_500), spend(1_000)]}, True),
        ({"keep": [keep(1_200)], "qualifications": [{"kind": "single_order", "amount_minor": 50_000}]}, False),
    ],
)
def test_to_keep_a_level_never_takes_more_than_to_reach_it(body: dict[str, Any], is_too_hard: bool) -> None:
    assert findings(level(2, 1_000, **body)) == ({("keep_above_entry", 2)} if is_too_hard else set())


def test_a_base_that_asks_for_nothing_and_does_not_say_so() -> None:
    silent = TierRules.model_validate({"levels": [{**BASE, "open": False}, level(2, 1_000)]})

    errors = [finding for finding in lint.lint(silent) if finding.severity is Severity.ERROR]

    assert [(finding.code, finding.level) for finding in errors] == [("no_qualification", 1)]


def test_the_entry_threshold_is_told() -> None:
    document = TierRules.model_validate({"levels": [level(1, 100)]})

    threshold = lint.entry_threshold(document)

    assert isinstance(threshold, SpendSum)
    assert threshold.amount_minor == 10_000
    assert lint.entry_threshold(TierRules.model_validate(DEFAULT_RULES)) is None
