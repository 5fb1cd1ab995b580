"""The corner shop as a folder of facts, as a warehouse would hold it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.apps.measures import facts

from shuke.insight.warehouse import engine
from shuke.insight.warehouse.types import Engine


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The corner shop of thirteen receipts."""
    folder: Path = tmp_path_factory.mktemp("shop")
    facts.write(facts.corner_shop(), folder)
    with engine.over_folder(folder) as opened:
        yield opened
