"""A small chain and, where there is real data, a large one; each opened once."""

from collections.abc import Iterator

import pytest
from tests.apps.measures import facts

from shuke.insight.warehouse import engine
from shuke.insight.warehouse.types import Engine


@pytest.fixture(scope="module")
def shop() -> Iterator[Engine]:
    """The corner shop of thirteen receipts."""
    with engine.over_tables(facts.corner_shop()) as opened:
        yield opened
