"""What the contract asks of measures, each through the report that answers it, on the corner shop."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.apps.measures.facts import ANN, BEA, CHO, DAN, EAST, EVE, WEST

from shuke.foundation.actors import SYSTEM
from shuke.foundation.rulebook import operations as rulebook
from shuke.insight.measures import queries
from shuke.insight.measures.document import (
    FOUR,
    Box,
    LifecycleRule,
    NewOldRule,
    QuadrantRule,
    RfmRule,
    Rule,
    ValueRule,
)
from shuke.insight.measures.types import Report
from shuke.insight.warehouse.types import Engine

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 15)
YEAR = date(2026, 1, 1)

Take = Callable[..., Report]


@pytest.fixture
def take(shop: Engine) -> Take:
    def taken(name: str, *, as_of: date = DAY, from_: date = YEAR, **more: Any) -> Report:
        return queries.report(name, as_of=as_of, from_=from_, engine=shop, **more)

    return taken


def rows(report: Report, key: str, *columns: str) -> dict[Any, Any]:
    """Rows by one column, narrowed to one or several others."""
    return {
        row[key]: row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns)
        for row in report.records()
    }


@pytest.mark.covers("B06")
def test_retention_and_repurchase_by_cohort(take: Take) -> None:
    january = [row for row in take("cohorts").records() if row["cohort"] == 202601]

    assert [(row["months_later"], row["retained_bp"]) for row in january] == [(0, 10_000), (1, 6_667), (2, 3_333)]
    assert rows(take("interval"), "cohort", "second_bp") == {202601: 6_667, 202604: 0}


@pytest.mark.covers("B14")
def test_margin_per_member_by_tenure(take: Take) -> None:
    found = rows(take("tenure"), "tenure", "members", "margin_minor", "margin_each_minor")

    # Ann's ninetieth day is the report's own; Bea and Cho came before
    assert found["0-3 months"] == (2, 29_000, 14_500)
    assert found["3-12 months"] == (2, 25_000, 12_500)


@pytest.mark.covers("B16")
def test_the_share_of_the_steady_base(take: Take) -> None:
    report = take("stability", to=date(2026, 4, 1), params={"n": 2, "m": 3})

    # Ann bought in two of the three months, Bea in three
    assert rows(report, "base", "net_minor") == {"steady": 140_000, "occasional": 25_000, "unidentified": 10_000}
    assert rows(report, "base", "sales_share_bp")["steady"] == 8_000


@pytest.mark.covers("B23")
def test_old_is_the_second_day_unless_the_chain_means_otherwise(take: Take) -> None:
    def old(rule: Rule | None) -> Any:
        return rows(take("overview", trial={"new_old": rule} if rule else None), "customer", "net_minor")["old"]

    assert old(None) == 50_000
    assert old(NewOldRule(number=3)) == 10_000
    assert old(NewOldRule(kind="days_since_first", number=60)) == 10_000 - 10_000


@pytest.mark.covers("B28", "B29")
def test_the_cycle_is_the_trades_and_may_be_the_stores_or_the_categorys(take: Take) -> None:
    def states(rule: LifecycleRule | None) -> Any:
        return rows(take("lifecycle-members", trial={"lifecycle": rule} if rule else None), "member_id", "state")

    grocer_in_the_west = LifecycleRule(stores={WEST: "grocery"})
    slow_milk = LifecycleRule(categories={"baby": "gifts"})

    assert LifecycleRule().templates[LifecycleRule().default].lost.months == 3
    assert states(None) == {ANN: "silent", BEA: "active", CHO: "lost", DAN: "never", EVE: "new"}
    assert states(grocer_in_the_west) == {ANN: "silent", BEA: "silent", CHO: "lost", DAN: "never", EVE: "new"}
    # Cho bought nothing but milk, and Bea mostly coats
    assert states(slow_milk) == {ANN: "silent", BEA: "active", CHO: "active", DAN: "never", EVE: "new"}


@pytest.mark.covers("B43")
def test_the_best_customers_by_margin_and_how_steady_they_are(take: Take) -> None:
    report = take("top-customers", from_=date(2026, 2, 20), params={"limit": 2})

    # from 20 February: Ann 100 - 40 of what came back, Bea 50, Eve 30; in the 54 days before: Ann 200, Bea 100, Cho 100
    assert [(r["member_id"], r["margin_minor"], r["place_before"], r["held"]) for r in report.records()] == [
        (ANN, 6_000, 1, 1),
        (BEA, 5_000, 2, 1),
    ]


@pytest.mark.covers("B44")
def test_the_real_80_20_of_chain_and_stores(take: Take) -> None:
    of_chain = rows(take("pareto", params={"by": "margin"}), "percent", "members", "minor", "all_minor")
    of_stores = rows(take("pareto-stores", view="seller", params={"by": "margin"}), "store_id", "minor", "all_minor")

    assert of_chain[20] == (1, 26_000, 54_000)
    assert of_stores == {EAST: (16_000, 29_000), WEST: (10_000, 25_000)}


@pytest.mark.covers("B50")
def test_high_value_and_high_retention_are_looked_after_first(take: Take) -> None:
    report = take("rfm")
    names = next(column.labels for column in report.columns if column.name == "rfm_class")
    first, second, *_ = sorted(RfmRule().classes, key=lambda named: named.priority)

    assert (first.key, second.key) == ("high_value", "high_retention")
    assert (names["high_value"].zh, names["high_retention"].zh) == ("重要价值", "重要保持")
    assert rows(take("rfm-members", params={"class": "high_value"}), "member_id", "rfm_class") == {BEA: "high_value"}


@pytest.mark.covers("C01", "E03")
def test_repurchase_is_one_definition_held_against_its_line(take: Take) -> None:
    report = take("repurchase")
    sign = {row["sign"]: row for row in take("health").records()}["repurchase"]

    assert report.totals["repurchase_bp"] == sign["ratio_bp"] == 5_000
    assert report.lines == {"repurchase_bp": 1_500}
    assert sign["line_bp"] == 1_500


@pytest.mark.covers("C02")
def test_visits_are_counted_and_not_only_members(take: Take) -> None:
    report = take("visits")

    assert rows(report, "visits_up_to", "members", "visits") == {0: (1, 0), 1: (2, 2), 2: (1, 2), 3: (1, 3)}
    assert report.totals["visits_each_milli"] == 1_400


@pytest.mark.covers("C03", "C32")
def test_joins_and_stickiness_with_the_one_percent_line(take: Take) -> None:
    found = rows(take("health"), "sign", "family", "part", "whole", "line_bp")

    assert found["joined"] == ("joins", 5, 5, None)
    assert found["first_bought"] == ("joins", 4, 5, None)
    assert found["active"] == ("stickiness", 2, 5, 100)
    assert found["visits_per_buyer"] == ("stickiness", 7, 4, None)
    assert found["interval_days"] == ("stickiness", 36, 1, None)
    assert found["tenure_days"] == ("stickiness", 90 + 95 + 91 + 1, 4, None)


@pytest.mark.covers("C26", "D03")
def test_ticket_items_frequency_and_amount_of_every_layer(take: Take) -> None:
    report = take("layers", params={"by": "tier"})
    found = rows(report, "layer", "ticket_minor", "items_milli", "frequency_milli", "amount_minor")

    assert found == {
        "1": (26_667, 2_000, 3_000, 80_000),
        "2": (30_000, 1_500, 2_000, 60_000),
        "none": (16_000, 2_000, 667, 10_667),
    }


@pytest.mark.covers("C30")
def test_why_repurchase_is_poor_by_tier_store_and_source(take: Take) -> None:
    params = {"window_days": 60, "least_days": 40}
    causes = ("buyers", "repeaters", "may_still", "gave_back", "stayed_away")

    assert rows(take("repurchase", params={**params, "by": "store"}), "layer", *causes) == {
        "E": (2, 0, 2, 0, 0),
        "W": (2, 1, 0, 0, 1),
    }
    for by in ("tier", "store", "source"):
        for row in take("repurchase", params={**params, "by": by}).records():
            assert row["buyers"] == row["repeaters"] + row["may_still"] + row["gave_back"] + row["stayed_away"]


@pytest.mark.covers("C38")
def test_a_members_ticket_count_and_preferences_in_a_period(take: Take) -> None:
    portrait = take("member-portrait", params={"member": ANN})
    in_february = take("member-portrait", from_=date(2026, 2, 1), to=date(2026, 3, 1), params={"member": ANN})

    whole = next(row for row in portrait.records() if row["aspect"] == "all")
    liked = [(row["thing"], row["net_minor"]) for row in portrait.records() if row["aspect"] == "category"]
    assert (whole["purchases"], whole["net_minor"], whole["ticket_minor"]) == (2, 60_000, 30_000)
    assert liked == [("outerwear", 40_000), ("formula", 20_000)]
    assert [row["thing"] for row in in_february.records() if row["aspect"] == "brand"] == ["Panda"]


@pytest.mark.covers("C39", "D12", "D32")
def test_three_classes_of_value_and_the_list_of_the_highest(take: Take) -> None:
    trial = {"value": ValueRule(frequent_from=2, large_from_minor=70_000)}

    report = take("value-classes", trial=trial)

    assert rows(report, "value_class", "members") == {"high": 1, "potential": 1, "ordinary": 3}
    assert rows(take("high-value", trial=trial), "member_id", "purchases", "net_minor") == {BEA: (3, 80_000)}


@pytest.mark.covers("D34")
def test_how_many_potential_members_became_high(take: Take) -> None:
    trial = {"value": ValueRule(frequent_from=2, large_from_minor=70_000)}

    report = take("value-conversion", from_=date(2026, 3, 1), trial=trial)

    # on 1 March Ann had spent 700 in two purchases and Bea 700; then half of Ann's first came back
    assert rows(report, "from_class", "members", "to_high", "to_potential") == {
        "high": (2, 1, 1),
        "ordinary": (3, 0, 0),
    }

    report = take("value-conversion", from_=date(2026, 2, 15), trial=trial)
    assert rows(report, "from_class", "members", "to_high", "to_high_bp")["high"] == (1, 1, 10_000)


@pytest.mark.covers("C47")
def test_bands_of_spending(take: Take) -> None:
    found = rows(take("spend-bands"), "below_minor", "members")

    assert {below: members for below, members in found.items() if members} == {1: 1, 10_000: 1, 30_000: 1, 100_000: 2}


@pytest.mark.covers("C48")
def test_members_by_preferred_category_and_brand(take: Take) -> None:
    assert rows(take("preferences"), "preferred", "members") == {"formula": 2, "outerwear": 2, "none": 1}
    assert rows(take("preferences", params={"by": "brand"}), "preferred", "members") == {
        "Panda": 2,
        "Crane": 2,
        "none": 1,
    }


@pytest.mark.covers("C50")
def test_the_repurchase_rule_is_the_askers(take: Take) -> None:
    def repeaters(**params: Any) -> Any:
        return take("repurchase", params=params).totals["repeaters"]

    assert repeaters() == 2
    assert repeaters(of="category") == 1  # Bea's two coats; Ann bought a coat, then milk
    assert repeaters(window_days=30) == 0
    assert repeaters(least_days=50) == 1
    assert repeaters(least_days=54, window_days=54, refunds_out="no") == 1
    assert repeaters(least_days=54, window_days=54) == 0
    assert take("repurchase", params={"of": "product"}) == take("repurchase", params={"of": "product"})


@pytest.mark.covers("C55")
def test_the_rule_of_new_and_old_is_edited_in_the_rulebook(take: Take, at: Any) -> None:
    version = rulebook.propose(
        kind="measures.new_old",
        body={"kind": "nth_day", "number": 3},
        effective_from=date(2026, 4, 1),
        by=SYSTEM,
        at=at,
    )
    rulebook.approve(version_id=version, by=SYSTEM, at=at)

    before, after = take("new-old", as_of=date(2026, 3, 31)), take("new-old")

    assert (before.rule_version, after.rule_version) == ({"new_old": 0}, {"new_old": 1})
    assert {row["customer"] for row in after.records() if row["month"] == 202602} == {"new"}
    assert {row["customer"] for row in before.records() if row["month"] == 202602} == {"old"}


@pytest.mark.covers("E56")
def test_one_quadrant_for_each_member_by_thresholds_of_the_chain(take: Take) -> None:
    report = take("quadrants")
    (key, *_) = FOUR
    stricter = QuadrantRule(window_months=12, boxes=(key.model_copy(update={"amount_from_minor": 70_000}), *FOUR[1:]))

    assert report.totals["members"] == 5
    assert rows(report, "quadrant", "members") == {"none": 2, "q1": 1, "q3": 1, "q4": 1}
    found = rows(take("quadrant-members", trial={"quadrants": stricter}), "member_id", "quadrant")
    assert found == {ANN: "q3", BEA: "q1", CHO: "q4", DAN: "none", EVE: "q4"}


@pytest.mark.covers("E65")
def test_the_linter_reports_the_textbooks_holes_and_overlaps_and_the_template_has_none_left() -> None:
    def box(key: str, **bounds: int) -> Box:
        return Box.model_validate({"key": key, "zh": key, "en": key, **bounds})

    literal = QuadrantRule(
        boxes=(
            box("q1", purchases_from=2, amount_from_minor=60_000),
            box("q2", purchases_from=1, purchases_below=2, amount_from_minor=60_000),
            box("q3", purchases_from=2, amount_from_minor=30_000, amount_below_minor=60_001),
            box("q4", purchases_from=1, purchases_below=3, amount_below_minor=30_001),
        )
    )

    found = queries.lint_quadrants(literal)
    of_template = queries.lint_quadrants(QuadrantRule())

    assert sorted(finding.kind for finding in found) == ["hole", "hole", "hole", "overlap", "overlap"]
    assert [finding.purchases_to for finding in of_template if finding.kind == "hole"] == [0]
    assert all(finding.decided_for for finding in of_template if finding.kind == "overlap")
