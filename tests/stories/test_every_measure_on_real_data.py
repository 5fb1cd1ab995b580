"""Every measure, every row and every column on the receipts of a real grocery chain, against loops over the file."""

from __future__ import annotations

from typing import Any

import pytest
from tests.stories import expected_loyalty, expected_members, expected_sales
from tests.stories.journey import DAY, QUARTER, SOME, Plain

from shuke.insight.measures import queries
from shuke.insight.warehouse.types import Engine

pytestmark = [
    pytest.mark.xdist_group("real_measures"),
    pytest.mark.any_database,
    pytest.mark.django_db,
    pytest.mark.real_data,
]

ROWS = {**expected_sales.ROWS, **expected_members.ROWS, **expected_loyalty.ROWS}
ROWS_OF_ONE = expected_members.ROWS_OF_ONE
IN_THIS_ORDER = {"rfm-members", "lifecycle-members", "quadrant-members", "high-value", "top-customers"}
EVERYBODY = 100_000


def rows(chain: Engine, name: str, **more: Any) -> list[tuple[object, ...]]:
    """The rows of the SQL, without the ratios that are worked out of them."""
    measure = queries.measures()[name]
    report = queries.report(name, engine=chain, as_of=DAY, from_=QUARTER, **more)
    return [row[: len(measure.columns)] for row in report.rows]


def test_no_measure_goes_without_a_second_opinion() -> None:
    assert set(ROWS) | set(ROWS_OF_ONE) == set(queries.measures())


@pytest.mark.parametrize("view", ["owner", "seller"])
@pytest.mark.parametrize("name", ROWS)
def test_a_measure_to_the_last_cent_and_member(chain: Engine, plain: Plain, name: str, view: str) -> None:
    limit = queries.measures()[name].param("limit")
    params = {"limit": EVERYBODY} if limit and name != "top-customers" else {}

    found, expected = rows(chain, name, view=view, params=params), ROWS[name](plain, view)

    if name not in IN_THIS_ORDER:
        found, expected = sorted(found, key=repr), sorted(expected, key=repr)
    assert found == expected


@pytest.mark.parametrize("member", SOME)
@pytest.mark.parametrize("name", ROWS_OF_ONE)
def test_a_measure_of_one_member(chain: Engine, plain: Plain, name: str, member: int) -> None:
    found = rows(chain, name, params={"member": member})

    assert sorted(found, key=repr) == sorted(ROWS_OF_ONE[name](plain, member), key=repr)


def test_layers_by_tier(chain: Engine, plain: Plain) -> None:
    found = rows(chain, "layers", params={"by": "tier"})

    assert sorted(found, key=repr) == sorted(expected_members.layers_by_tier(plain), key=repr)
