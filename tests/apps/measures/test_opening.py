"""Behind every figure stand the members or receipts that it was counted from: as many, and as much."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.apps.measures.facts import ANN, BEA, CHO, DAN, EAST, EVE, WEST

from shuke.insight.measures import opening, queries
from shuke.insight.measures.registry import said
from shuke.insight.measures.types import Behind, Measure, Opening, Report, Unit
from shuke.insight.warehouse.types import Engine

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 15)
YEAR = date(2026, 1, 1)

# Sums that are no members: those who came less those who went, and the stretches between two visits.
UNOPENED_COUNTS = {
    ("flow", "net"),
    ("interval", "intervals"),
}

OTHER_WAYS = {
    "layers": ({"by": "tier"}, {"by": "store"}),
    "pareto": ({"by": "margin"},),
    "pareto-stores": ({"by": "margin"},),
    "preferences": ({"by": "brand"},),
    "repurchase": ({"by": "store", "of": "category"}, {"refunds_out": 0}),
    "rfm-matrix": ({"by": "m"},),
}
ROWS_LOOKED_AT = 6

OPENED = [
    pytest.param(measure, way, id=f"{name} {' '.join(map(str, way.values()))}")
    for name, measure in queries.measures().items()
    if measure.opens
    for way in ({}, *OTHER_WAYS.get(name, ()))
]


def cells(report: Report, one: Opening) -> Iterator[tuple[dict[str, Any], dict[str, str | None]]]:
    """Rows of a report, over its whole length, each with the cell that names it where the figure can be opened."""
    rows = list(report.records())
    for row in rows[:: len(rows) // ROWS_LOOKED_AT + 1]:
        cell = {key: None if row[key] is None else str(row[key]) for key in (*one.keys, *one.needs)}
        if all(row[key] in values for key, values in one.rows.items()):
            yield row, cell


@pytest.mark.parametrize(("view", "store"), [("owner", None), ("owner", EAST), ("seller", WEST)])
@pytest.mark.parametrize(("measure", "way"), OPENED)
def test_a_figure_opens_to_what_it_counts(
    shop: Engine, measure: Measure, way: dict[str, Any], view: str, store: int | None
) -> None:
    asked: dict[str, Any] = {"as_of": DAY, "from_": YEAR, "view": view, "store": store, "params": way, "engine": shop}
    report = queries.report(measure.name, **asked)
    for one in measure.opens:
        for figure in one.figures:
            for row, cell in cells(report, one):
                found = queries.opened(measure.name, behind=one.behind, figure=figure, cell=cell, **asked)
                assert found.amount == (row[figure] or 0), (figure, cell)
                if one.behind is Behind.MEMBERS:
                    assert len(found.ids) == found.amount
                if one.once or one.behind is Behind.RECEIPTS:
                    assert len(set(found.ids)) == len(found.ids)


@pytest.mark.parametrize("view", ["owner", "seller"])
@pytest.mark.parametrize(("measure", "way"), OPENED)
def test_a_total_opens_to_all_rows_together(shop: Engine, measure: Measure, way: dict[str, Any], view: str) -> None:
    asked: dict[str, Any] = {"as_of": DAY, "from_": YEAR, "view": view, "params": way, "engine": shop}
    report = queries.report(measure.name, **asked)
    for one in measure.opens:
        for figure in one.figures:
            if figure in report.totals and not one.needs:
                found = queries.opened(measure.name, behind=one.behind, figure=figure, cell={}, **asked)
                assert found.amount == report.totals[figure], figure


def test_every_count_of_members_opens() -> None:
    counted = {
        (measure.name, column.name)
        for measure in queries.measures().values()
        for column in measure.columns
        if column.summed and column.unit is Unit.COUNT and column.name not in {"purchases", "visits"}
    }
    opened = {
        (measure.name, figure)
        for measure in queries.measures().values()
        for one in measure.opens
        if one.behind is Behind.MEMBERS
        for figure in one.figures
    }
    assert counted - opened == UNOPENED_COUNTS


def test_who_stands_behind_a_cell(shop: Engine) -> None:
    def behind(name: str, figure: str, **cell: str | None) -> list[int]:
        found = queries.opened(
            name, behind=Behind.MEMBERS, figure=figure, cell=cell, as_of=DAY, from_=YEAR, engine=shop
        )
        return list(found.ids)

    assert behind("lifecycle", "members", state="never") == [DAN]
    assert behind("tiers", "upgrades", level="2") == [ANN]
    assert behind("tiers", "members", level=None) == [CHO, DAN, EVE]
    assert behind("ladder", "members", store_id=str(WEST), rung="3") == [BEA]
    assert behind("health", "part", sign="joined") == [ANN, BEA, CHO, DAN, EVE]


def test_which_receipts_stand_behind_a_sum(shop: Engine) -> None:
    found = queries.opened(
        "bridge",
        behind=Behind.RECEIPTS,
        figure="bought_elsewhere_minor",
        cell={"store_id": str(WEST)},
        as_of=DAY,
        from_=YEAR,
        engine=shop,
    )

    assert (list(found.ids), found.amount) == ([4], 30_000)


@pytest.mark.parametrize(
    ("name", "figure", "cell", "code"),
    [
        ("lifecycle", "member_share_bp", {}, "measures.not_opened"),
        ("lifecycle", "nothing", {}, "measures.not_opened"),
        ("flow", "net", {"month": "202601"}, "measures.not_opened"),
        ("health", "part", {"sign": "interval_days"}, "measures.not_opened"),
        ("health", "part", {}, "measures.wrong_cell"),
        ("lifecycle", "members", {"members": "1"}, "measures.wrong_cell"),
        ("lifecycle", "members", {"nothing": "1"}, "measures.wrong_cell"),
        ("flow", "gained", {"month": "January"}, "measures.wrong_cell"),
        ("lifecycle-history", "members", {"state": "new", "day_on": "tomorrow"}, "measures.wrong_cell"),
        ("ladder", "members", {"store_id": "1"}, "measures.wrong_cell"),
    ],
)
def test_what_cannot_be_opened_is_refused(
    shop: Engine, name: str, figure: str, cell: dict[str, str], code: str
) -> None:
    with pytest.raises((opening.NotOpened, opening.WrongCell)) as refused:
        queries.opened(name, behind=Behind.MEMBERS, figure=figure, cell=cell, as_of=DAY, from_=YEAR, engine=shop)
    assert refused.value.code == code


def test_every_report_says_what_it_is_for_and_what_its_choices_are_called() -> None:
    choices = {one for measure in queries.measures().values() for param in measure.params for one in param.choices}

    assert set(said.CATALOGUE) == set(queries.measures())
    assert set(said.CHOICES) == choices
