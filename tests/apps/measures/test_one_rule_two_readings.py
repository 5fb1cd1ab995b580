"""What the SQL says of many members, the pure rules say of each one."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.measures import facts

from shuke.insight.measures import queries, rules
from shuke.insight.measures.document import (
    TRADES,
    LifecycleRule,
    NewOldRule,
    QuadrantRule,
    RfmRule,
    Rule,
    ValueRule,
    moved,
)
from shuke.insight.warehouse import engine

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 31)
MEMBERS = range(1, 9)

few_examples = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

purchases = st.lists(
    st.tuples(
        st.sampled_from(MEMBERS),
        st.integers(0, 500).map(lambda back: DAY - timedelta(days=back)),
        st.integers(0, 1200),
        st.sampled_from(("kept", "kept", "part back", "all back")),
    ),
    max_size=40,
)

Drawn = list[tuple[int, date, int, str]]


class Chain:
    """The purchases that were drawn, as facts and as plain lists per member."""

    def __init__(self, drawn: Drawn) -> None:
        self.bought: defaultdict[int, list[date]] = defaultdict(list)
        self.money: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
        rows = []
        for number, (member, day, yuan, fate) in enumerate(drawn):
            rows.append(facts.receipt(10 * number, member, 1 + member % 2, day.isoformat(), yuan, None))
            known = day < DAY
            if known:
                self.money[member].append((day, yuan * 100))
            if fate != "kept":
                share, pieces = (yuan, -2) if fate == "all back" else (yuan // 2, -1)
                rows.append(
                    facts.receipt(
                        10 * number + 1, member, 1, day.isoformat(), -share, None, pieces=pieces, of=10 * number
                    )
                )
                if known:
                    self.money[member].append((day, -share * 100))
            if known and fate != "all back":
                self.bought[member].append(day)
        members = [facts.member(member, "2024-01-01", 1 + member % 2) for member in MEMBERS]
        self.tables = {"members": pa.Table.from_pylist(members)}
        if rows:
            self.tables["receipts"] = pa.Table.from_pylist(rows)

    def window(self, member: int, months: int) -> rules.Window:
        start = moved(DAY, -months)
        days = self.bought[member]
        since = (DAY - max(days)).days if days else 0
        amount = sum(minor for day, minor in self.money[member] if day >= start)
        return rules.Window(since, sum(day >= start for day in days), amount)

    def report(self, name: str, trial: Mapping[str, Rule], **more: Any) -> Any:
        with TemporaryDirectory() as folder:
            facts.write(self.tables, Path(folder))
            with engine.over_folder(Path(folder)) as opened:
                return queries.report(name, as_of=DAY, engine=opened, trial=trial, **more)


@few_examples
@given(purchases, st.sampled_from(("fixed", "quantile")))
def test_rfm(drawn: Drawn, cut: str) -> None:
    rule = RfmRule.model_validate({"cut": cut})
    chain = Chain(drawn)
    windows = {member: chain.window(member, rule.window_months) for member in MEMBERS}
    cuts = rules.cut_points(rule, [window for window in windows.values() if window.purchases])

    expected = {}
    for member, window in windows.items():
        scores = rules.scores(window, cuts)
        named = rules.rfm_class(rule, scores, ever_bought=bool(chain.bought[member]))
        expected[member] = (named, scores.r, scores.f, scores.m)

    found = chain.report("rfm-members", {"rfm": rule})

    assert {r["member_id"]: (r["rfm_class"], r["r"], r["f"], r["m"]) for r in found.records()} == expected


@few_examples
@given(purchases, st.sampled_from(sorted(TRADES)), st.sampled_from(sorted(TRADES)))
def test_lifecycle(drawn: Drawn, default: str, of_store_two: str) -> None:
    rule = LifecycleRule(default=default, stores={2: of_store_two})
    chain = Chain(drawn)

    expected = {}
    for member in MEMBERS:
        cycle = rule.templates[of_store_two if 1 + member % 2 == 2 else default]
        days = chain.bought[member]
        expected[member] = rules.lifecycle_state(cycle, min(days, default=None), max(days, default=None), DAY)

    found = chain.report("lifecycle-members", {"lifecycle": rule})

    assert {r["member_id"]: r["state"] for r in found.records()} == expected


@few_examples
@given(purchases)
def test_quadrants_and_value(drawn: Drawn) -> None:
    chain = Chain(drawn)
    quadrants, value = QuadrantRule(), ValueRule(frequent_from=2, large_from_minor=100_000)

    in_quadrant = {}
    in_class = {}
    for member in MEMBERS:
        window = chain.window(member, quadrants.window_months)
        box = rules.quadrant_of(quadrants, window.purchases, window.amount_minor)
        in_quadrant[member] = (box.key, box.mark) if box else ("none", "")
        window = chain.window(member, value.window_months)
        in_class[member] = rules.value_class(value, window.purchases, window.amount_minor)

    found = chain.report("quadrant-members", {"quadrants": quadrants})
    assert {r["member_id"]: (r["quadrant"], r["mark"]) for r in found.records()} == in_quadrant

    found = chain.report("high-value", {"value": value}, params={"class": None})
    assert {r["member_id"] for r in found.records()} == {m for m, named in in_class.items() if named == "high"}


@few_examples
@given(
    purchases,
    st.sampled_from(
        [("nth_day", 2), ("nth_day", 3), ("nth_purchase", 2), ("days_since_first", 60), ("before_period", 1)]
    ),
)
def test_new_and_old(drawn: Drawn, meant: tuple[str, int]) -> None:
    one_a_day = list({(member, day): (member, day, yuan, fate) for member, day, yuan, fate in drawn}.values())
    chain = Chain(one_a_day)
    rule = NewOldRule.model_validate({"kind": meant[0], "number": meant[1]})
    start = date(2025, 10, 1)

    expected = 0
    for member in MEMBERS:
        old_on = rules.old_on(rule, chain.bought[member], start)
        expected += sum(
            minor for day, minor in chain.money[member] if old_on is not None and day >= old_on and day >= start
        )

    found = chain.report("overview", {"new_old": rule}, from_=start)

    assert {r["customer"]: r["net_minor"] for r in found.records()}["old"] == expected
