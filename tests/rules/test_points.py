"""How many points a receipt earns, as decision tables; and what no order of returns can break."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shuke.ledgers.points import rules
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.ledgers.points.document import EarnRule
from shuke.ledgers.points.types import Cap, EarnableLine, EarnableSale, EarnedLine, MultiplierKind

TUESDAY = date(2026, 3, 10)
MILK, MILK_STAGE, TOYS = 1, 2, 3
PATHS = {MILK: "/母婴/奶粉/", MILK_STAGE: "/母婴/奶粉/二段/", TOYS: "/玩具/"}


def sale(*lines: tuple[int | None, int], on: date = TUESDAY) -> EarnableSale:
    return EarnableSale(
        receipt_id=1,
        member_id=1,
        store_id=1,
        sold_at=datetime(2026, 3, 10, 6, tzinfo=UTC),
        business_date=on,
        kind="sale",
        original_id=None,
        lines=tuple(EarnableLine(number, category, net) for number, (category, net) in enumerate(lines, 1)),
    )


def rule(**body: Any) -> EarnRule:
    return EarnRule.model_validate(body)


@pytest.mark.parametrize(
    ("case", "body", "tier", "on", "expected"),
    [
        ("a point a yuan, the fraction dropped", {}, 1, TUESDAY, 199),
        ("half a yuan rounds up where the rule says so", {"rounding": "half_up"}, 1, TUESDAY, 200),
        ("five points for each ten yuan", {"points": 5, "per_fen": 1000}, 1, TUESDAY, 99),
        ("a tier's multiplier", {"tiers": {"3": 150}}, 3, TUESDAY, 299),
        ("another tier's multiplier does not apply", {"tiers": {"3": 150}}, 2, TUESDAY, 199),
        ("the category and all below it", {"categories": [{"path": "/母婴/", "percent": 200}]}, 1, TUESDAY, 399),
        (
            "the deepest category wins",
            {"categories": [{"path": "/母婴/", "percent": 200}, {"path": "/母婴/奶粉/", "percent": 50}]},
            1,
            TUESDAY,
            99,
        ),
        ("a weekday", {"weekdays": {"2": 200}}, 1, TUESDAY, 399),
        ("member day", {"month_days": {"8": 200}}, 1, date(2026, 3, 8), 399),
        ("the day after member day", {"month_days": {"8": 200}}, 1, date(2026, 3, 9), 199),
        ("the greatest of several", {"tiers": {"3": 150}, "weekdays": {"2": 200}}, 3, TUESDAY, 399),
        (
            "the product of several",
            {"tiers": {"3": 150}, "weekdays": {"2": 200}, "stacking": "product"},
            3,
            TUESDAY,
            599,
        ),
        ("an excluded category earns nothing", {"excluded_categories": ["/母婴/"]}, 1, TUESDAY, 0),
        ("the receipt's cap", {"cap_per_receipt": 150}, 1, TUESDAY, 150),
    ],
)
def test_a_receipt_of_199_90_for_milk_earns(
    case: str, body: dict[str, Any], tier: int, on: date, expected: int
) -> None:
    earning = rules.earn(sale((MILK, 19_990), on=on), rule(**body), tier, PATHS)

    assert earning.points == expected, case


@pytest.mark.parametrize(
    ("on", "level", "category", "expected"),
    [
        (date(2026, 3, 9), 2, TOYS, 100),
        (date(2026, 3, 10), 2, TOYS, 300),
        (date(2026, 3, 12), 2, TOYS, 300),
        (date(2026, 3, 13), 2, TOYS, 100),
        (date(2026, 3, 10), 1, TOYS, 100),
        (date(2026, 3, 10), 2, MILK, 100),
    ],
)
def test_a_campaign_runs_on_its_days_for_its_tiers_and_categories(
    on: date, level: int, category: int, expected: int
) -> None:
    campaign = {
        "code": "toys",
        "first_day": "2026-03-10",
        "last_day": "2026-03-12",
        "percent": 300,
        "categories": ["/玩具/"],
        "min_level": 2,
    }

    earning = rules.earn(sale((category, 10_000), on=on), rule(campaigns=[campaign]), level, PATHS)

    assert earning.points == expected


def test_each_line_says_why() -> None:
    document = rule(tiers={"3": 150}, categories=[{"path": "/母婴/", "percent": 200}], stacking="product")

    earning = rules.earn(sale((MILK_STAGE, 10_000), (TOYS, 10_000)), document, 3, PATHS)

    milk, toys = earning.lines
    assert [(why.kind, why.code, why.percent) for why in milk.multipliers] == [
        (MultiplierKind.TIER, "3", 150),
        (MultiplierKind.CATEGORY, "/母婴/", 200),
    ]
    assert [why.kind for why in toys.multipliers] == [MultiplierKind.TIER]
    assert (milk.points, toys.points) == (300, 150)


def test_the_days_cap_leaves_what_is_left_of_it() -> None:
    document = rule(cap_per_day=250)

    assert rules.earn(sale((MILK, 20_000)), document, 1, PATHS, earned_today=100).points == 150
    assert rules.earn(sale((MILK, 20_000)), document, 1, PATHS, earned_today=300).points == 0
    assert rules.earn(sale((MILK, 20_000)), document, 1, PATHS, earned_today=100).capped_by is Cap.DAY


def test_a_return_without_original_takes_the_base_rate_and_the_categories() -> None:
    document = rule(tiers={"0": 500}, categories=[{"path": "/母婴/", "percent": 200}], weekdays={"2": 300})

    back = rules.claw_back(sale((MILK, -10_000), (TOYS, -5_050)), document, PATHS)

    assert back.points == 250


@pytest.mark.parametrize(
    ("validity", "expires_on"),
    [
        ({"kind": "none"}, None),
        ({"kind": "months", "months": 12}, date(2027, 3, 10)),
        ({"kind": "year_end", "years": 0}, date(2027, 1, 1)),
        ({"kind": "year_end", "years": 1}, date(2028, 1, 1)),
    ],
)
def test_points_expire_as_the_rule_says(validity: dict[str, Any], expires_on: date | None) -> None:
    assert rules.expires_on(TUESDAY, rule(validity=validity, pending_days=0)) == expires_on


def test_a_leap_days_points_expire_at_the_end_of_february() -> None:
    document = rule(validity={"kind": "months", "months": 12})

    assert rules.expires_on(date(2028, 2, 29), document) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("points", "may", "fen"), [(99, False, 99), (100, True, 100), (150, False, 150), (200, True, 200), (0, False, 0)]
)
def test_points_are_spent_in_steps_from_a_minimum(points: int, may: bool, fen: int) -> None:
    document = rule(redemption={"minimum": 100, "step": 100, "points": 100, "fen": 100})

    assert rules.redeemable(points, document) is may
    assert rules.worth(points, document) == fen


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"points": 0}, "greater_than_equal"),
        ({"per_fen": 0}, "greater_than_equal"),
        ({"tiers": {"1": -5}}, "greater_than_equal"),
        ({"weekdays": {"8": 200}}, "less_than_equal"),
        ({"month_days": {"32": 200}}, "less_than_equal"),
        ({"bonus": 1}, "extra_forbidden"),
        ({"excluded_categories": ["母婴"]}, "string_too_short"),
        ({"excluded_categories": ["母婴用品"]}, "points.category_is_not_a_path"),
        ({"cap_per_receipt": 10, "cap_per_day": 5}, "points.receipt_cap_above_day_cap"),
        ({"validity": {"kind": "year_end", "years": 0}}, "points.expires_while_pending"),
        ({"validity": {"kind": "months", "months": 1}, "pending_days": 30}, "points.expires_while_pending"),
        (
            {"campaigns": [{"code": "a", "first_day": "2026-03-02", "last_day": "2026-03-01", "percent": 200}]},
            "points.campaign_ends_before_it_begins",
        ),
        (
            {"campaigns": [{"code": "a", "first_day": "2026-03-01", "last_day": "2026-03-01", "percent": 200}] * 2},
            "points.campaign_twice",
        ),
        ({"categories": [{"path": "/母婴/", "percent": 200}] * 2}, "points.category_twice"),
    ],
)
def test_a_document_of_nonsense_is_refused_by_name(body: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        EarnRule.model_validate(body)

    assert refusal.value.errors()[0]["type"] == name


def test_the_default_rule_is_valid() -> None:
    default = EarnRule.model_validate(DEFAULT_RULE)

    assert EarnRule.model_validate(default.model_dump(mode="json")) == default


@pytest.mark.parametrize(
    ("back", "answers"),
    [
        (EarnableLine(1, TOYS, -500), [(2, 500, 5)]),
        (EarnableLine(1, MILK, -1000), [(1, 1000, 10)]),
        (EarnableLine(1, MILK, -1500, original_line_no=2), [(2, 500, 5)]),
        (EarnableLine(1, MILK, -2000), [(3, 2000, 20)]),
        (EarnableLine(1, None, -9000), [(1, 1000, 10), (2, 500, 5), (3, 2000, 20)]),
        (EarnableLine(1, None, 700), []),
    ],
)
def test_the_right_line_answers_for_what_comes_back(back: EarnableLine, answers: list[tuple[int, int, int]]) -> None:
    original = [EarnedLine(1, MILK, 1000, 10), EarnedLine(2, TOYS, 500, 5), EarnedLine(3, MILK, 2000, 20)]

    reversals = rules.reverse(original, [back])

    assert [(each.line_no, each.returned_minor, each.points) for each in reversals] == answers


RULES = st.builds(
    lambda points, per_fen, rounding, stacking, tier, toys, cap: rule(
        points=points,
        per_fen=per_fen,
        rounding=rounding,
        stacking=stacking,
        tiers={1: tier},
        categories=[{"path": "/玩具/", "percent": toys}],
        cap_per_receipt=cap,
    ),
    st.integers(1, 20),
    st.integers(1, 5_000),
    st.sampled_from(["down", "up", "half_up"]),
    st.sampled_from(["max", "product"]),
    st.integers(0, 500),
    st.integers(0, 500),
    st.none() | st.integers(1, 500),
)
LINES = st.lists(st.tuples(st.sampled_from([MILK, TOYS, None]), st.integers(-2_000, 50_000)), min_size=1, max_size=6)


@given(RULES, LINES)
def test_lines_always_sum_to_the_receipt(document: EarnRule, lines: list[tuple[int | None, int]]) -> None:
    earning = rules.earn(sale(*lines), document, 1, PATHS)

    assert sum(line.points for line in earning.lines) == earning.points >= 0
    assert sum(line.base_minor for line in earning.lines) == max(sum(net for _, net in lines), 0)
    assert all(line.points == 0 for line in earning.lines if line.base_minor == 0)


@given(RULES, LINES, st.data())
def test_any_order_of_partial_returns_ends_at_zero(
    document: EarnRule, lines: list[tuple[int | None, int]], data: st.DataObject
) -> None:
    sold = sale(*lines)
    earned = rules.earn(sold, document, 1, PATHS)
    original = [
        EarnedLine(line.line_no, line.category_id, line.net_minor, part.points)
        for line, part in zip(sold.lines, earned.lines, strict=True)
    ]
    pieces = [
        replace(line, net_minor=-piece) for line in sold.lines for piece in data.draw(_pieces(max(line.net_minor, 0)))
    ]
    taken = 0
    for piece in data.draw(st.permutations(pieces)):
        reversals = rules.reverse(original, [piece])
        original = rules.after(original, reversals)
        taken += sum(reversal.points for reversal in reversals)
        assert all(reversal.points >= 0 for reversal in reversals)

    assert taken == earned.points


def _pieces(amount: int) -> st.SearchStrategy[list[int]]:
    cuts = st.lists(st.integers(0, amount), max_size=4).map(sorted)
    return cuts.map(lambda inner: [b - a for a, b in zip([0, *inner], [*inner, amount], strict=True) if b > a])
