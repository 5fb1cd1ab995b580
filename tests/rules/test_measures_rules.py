"""The classifying rules, one member at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shuke.insight.measures import rules
from shuke.insight.measures.document import (
    EIGHT,
    TRADES,
    Box,
    Cycle,
    LifecycleRule,
    NewOldRule,
    QuadrantRule,
    RepurchaseRule,
    RfmRule,
    Span,
    ValueRule,
)

CLOTHING = TRADES["clothing"]


class TestLifecycle:
    @pytest.mark.parametrize(
        ("day", "state"),
        [
            (date(2026, 1, 16), "new"),
            (date(2026, 2, 14), "new"),
            (date(2026, 2, 15), "silent"),
            (date(2026, 3, 14), "silent"),
            (date(2026, 3, 15), "dormant"),
            (date(2026, 4, 14), "dormant"),
            (date(2026, 4, 15), "lost"),
        ],
    )
    def test_lost_on_the_very_day_three_months_have_passed(self, day: date, state: str) -> None:
        bought = date(2026, 1, 15)

        assert rules.lifecycle_state(CLOTHING, bought, bought, day) == state

    @pytest.mark.parametrize(
        ("bought", "lost_on"),
        [
            (date(2025, 11, 30), date(2026, 2, 28)),
            (date(2023, 11, 30), date(2024, 2, 29)),
            (date(2026, 1, 31), date(2026, 4, 30)),
            (date(2025, 12, 31), date(2026, 3, 31)),
        ],
    )
    def test_a_day_that_the_month_lacks_becomes_its_last_day(self, bought: date, lost_on: date) -> None:
        assert rules.lifecycle_state(CLOTHING, bought, bought, lost_on) == "lost"
        assert rules.lifecycle_state(CLOTHING, bought, bought, lost_on - timedelta(days=1)) == "dormant"

    def test_a_regular_is_active_and_no_longer_new(self) -> None:
        assert rules.lifecycle_state(CLOTHING, date(2025, 1, 1), date(2026, 1, 15), date(2026, 1, 20)) == "active"

    def test_never_bought_is_a_state_of_its_own(self) -> None:
        assert rules.lifecycle_state(CLOTHING, None, None, date(2026, 1, 20)) == "never"

    def test_states_out_of_order_are_refused(self) -> None:
        with pytest.raises(ValidationError, match="states_out_of_order"):
            Cycle(
                zh="错", en="Wrong", new=Span(days=1), silent=Span(days=90), dormant=Span(days=95), lost=Span(months=3)
            )

    def test_a_template_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="unknown_template"):
            LifecycleRule(stores={1: "furniture"})


class TestRfm:
    @pytest.mark.parametrize(
        ("window", "expected"),
        [
            (rules.Window(30, 10, 300_000), rules.Scores(5, 5, 5)),
            (rules.Window(31, 9, 299_999), rules.Scores(4, 4, 4)),
            (rules.Window(90, 3, 60_000), rules.Scores(3, 3, 3)),
            (rules.Window(91, 2, 30_000), rules.Scores(2, 2, 2)),
            (rules.Window(181, 1, 29_999), rules.Scores(1, 1, 1)),
            (rules.Window(5, 0, 0), rules.OUTSIDE),
        ],
    )
    def test_scores_turn_at_the_cut_points(self, window: rules.Window, expected: rules.Scores) -> None:
        assert rules.scores(window, rules.cut_points(RfmRule(), [])) == expected

    def test_high_value_and_high_retention_come_first(self) -> None:
        by_priority = sorted(EIGHT, key=lambda named: named.priority)

        assert [named.key for named in by_priority[:2]] == ["high_value", "high_retention"]

    @given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))
    def test_every_corner_has_exactly_one_class(self, r: int, f: int, m: int) -> None:
        assert rules.rfm_class(RfmRule(), rules.Scores(r, f, m), ever_bought=True) in {named.key for named in EIGHT}

    def test_outside_the_window_she_is_asleep_or_has_never_bought(self) -> None:
        assert rules.rfm_class(RfmRule(), rules.OUTSIDE, ever_bought=True) == "asleep"
        assert rules.rfm_class(RfmRule(), rules.OUTSIDE, ever_bought=False) == "never"

    @given(st.lists(st.builds(rules.Window, st.integers(1, 99), st.integers(1, 9), st.integers(0, 999)), min_size=1))
    def test_quantiles_give_equal_members_equal_scores_and_better_ones_never_less(
        self, buyers: list[rules.Window]
    ) -> None:
        cuts = rules.cut_points(RfmRule(cut="quantile"), buyers)

        by_amount = sorted(buyers, key=lambda buyer: buyer.amount_minor)
        scored = [rules.scores(buyer, cuts).m for buyer in by_amount]

        assert scored == sorted(scored)
        assert scored[0] == 1

    @pytest.mark.parametrize(
        "fault",
        [{"frequency": (2, 2, 5, 10)}, {"recency_days": (90, 60, 30, 10)}, {"classes": EIGHT[:7] + EIGHT[:1]}],
    )
    def test_rules_that_make_no_sense_are_refused(self, fault: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            RfmRule.model_validate(fault)


class TestQuadrants:
    @pytest.mark.parametrize(
        ("purchases", "yuan", "quadrant", "mark"),
        [
            (2, 600, "q1", ""),
            (9, 9000, "q1", ""),
            (1, 600, "q2", ""),
            (2, 599, "q3", ""),
            (2, 300, "q3", ""),
            (5, 299, "q4", ""),
            (1, 300, "q4", ""),
            (1, 301, "q4", "watch"),
            (1, 599, "q4", "watch"),
            (1, -5, "q4", ""),
        ],
    )
    def test_the_template_decides_in_one_order(self, purchases: int, yuan: int, quadrant: str, mark: str) -> None:
        box = rules.quadrant_of(QuadrantRule(), purchases, yuan * 100)

        assert box is not None
        assert (box.key, box.mark) == (quadrant, mark)

    def test_nobody_without_a_purchase_is_in_a_quadrant(self) -> None:
        assert rules.quadrant_of(QuadrantRule(), 0, 0) is None

    @given(st.integers(1, 1000), st.integers(-(10**9), 10**9))
    def test_the_template_holds_every_buyer(self, purchases: int, amount: int) -> None:
        assert rules.quadrant_of(QuadrantRule(), purchases, amount) is not None


def place(f: rules.Finding) -> tuple[int, int | None, int, int | None]:
    return f.purchases_from, f.purchases_to, f.amount_from_minor, f.amount_to_minor


def the_seeds_own_quadrants() -> list[Box]:
    """The four sentences of the textbook, taken literally."""

    def box(key: str, **bounds: int) -> Box:
        return Box.model_validate({"key": key, "zh": key, "en": key, **bounds})

    return [
        box("q1", purchases_from=2, amount_from_minor=60_000),
        box("q2", purchases_from=1, purchases_below=2, amount_from_minor=60_000),
        box("q3", purchases_from=2, amount_from_minor=30_000, amount_below_minor=60_001),
        box("q4", purchases_from=1, purchases_below=3, amount_below_minor=30_001),
    ]


class TestLinter:
    def test_it_finds_the_textbooks_holes_and_overlaps(self) -> None:
        found = rules.lint_quadrants(the_seeds_own_quadrants())

        holes = [place(f) for f in found if f.kind == "hole"]
        overlaps = {place(f): f.quadrants for f in found if f.kind == "overlap"}

        assert holes == [(0, 0, 0, None), (1, 1, 30_001, 59_999), (3, None, 0, 29_999)]
        assert overlaps == {(2, 2, 30_000, 30_000): ("q3", "q4"), (2, None, 60_000, 60_000): ("q1", "q3")}

    def test_the_template_leaves_no_buyer_out_and_decides_every_overlap(self) -> None:
        found = rules.lint_quadrants(QuadrantRule().boxes)

        assert [(f.purchases_from, f.purchases_to) for f in found if f.kind == "hole"] == [(0, 0)]
        assert all(f.decided_for == f.quadrants[0] for f in found if f.kind == "overlap")

    @given(
        st.lists(
            st.builds(
                lambda n, more, low, width: Box(
                    key="q1", zh="a", en="a", purchases_from=n, purchases_below=n + more,
                    amount_from_minor=low, amount_below_minor=low + width,
                ),
                st.integers(0, 4), st.integers(1, 4), st.integers(0, 40), st.integers(1, 40),
            ),
            min_size=1, max_size=5,
        ),
        st.integers(0, 9), st.integers(0, 90),
    )  # fmt: skip
    def test_a_point_is_in_a_hole_exactly_when_no_box_holds_it(self, drawn: list[Box], n: int, amount: int) -> None:
        boxes = [box.model_copy(update={"key": f"q{place}"}) for place, box in enumerate(drawn)]

        covering = [
            f
            for f in rules.lint_quadrants(boxes)
            if f.purchases_from <= n and (f.purchases_to is None or n <= f.purchases_to)
            and f.amount_from_minor <= amount and (f.amount_to_minor is None or amount <= f.amount_to_minor)
        ]  # fmt: skip
        holding = tuple(box.key for box in boxes if box.holds(n, amount))

        if len(holding) == 1:
            assert covering == []
        else:
            assert [f.quadrants for f in covering] == [holding]


class TestValueAndAge:
    @pytest.mark.parametrize(
        ("purchases", "minor", "expected"),
        [(4, 200_000, "high"), (4, 199_999, "potential"), (3, 200_000, "potential"), (3, 199_999, "ordinary")],
    )
    def test_high_value_is_frequent_and_large(self, purchases: int, minor: int, expected: str) -> None:
        assert rules.value_class(ValueRule(), purchases, minor) == expected

    def test_old_is_the_second_purchase_on_another_day(self) -> None:
        same_day = [date(2026, 1, 5), date(2026, 1, 5)]

        assert rules.old_on(NewOldRule(), same_day, date(2026, 1, 1)) is None
        assert rules.old_on(NewOldRule(), [*same_day, date(2026, 2, 1)], date(2026, 1, 1)) == date(2026, 2, 1)

    @pytest.mark.parametrize(
        ("kind", "number", "expected"),
        [
            ("nth_purchase", 2, date(2026, 1, 5)),
            ("days_since_first", 30, date(2026, 2, 4)),
            ("before_period", 1, date(2026, 1, 5)),
            ("nth_day", 3, None),
        ],
    )
    def test_a_chain_may_mean_it_otherwise(self, kind: str, number: int, expected: date | None) -> None:
        days = [date(2026, 1, 5), date(2026, 1, 5), date(2026, 2, 1)]
        rule = NewOldRule.model_validate({"kind": kind, "number": number})

        assert rules.old_on(rule, days, date(2026, 3, 1)) == expected

    def test_an_interval_beyond_the_window_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="interval_beyond_window"):
            RepurchaseRule(window_days=30, least_days=31)
