"""What every test may rely on; `tests/settings.py` gives each run a data folder and a database of its own."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from _pytest.nodeid import NodeId


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep a group of tests on one worker, so that the cluster or import they share is made once.

    pytest-xdist 3.8 writes the group where pytest 9.2 no longer reads it, and then spreads the tests without a word
    (its issue 1386): until it is mended, the group is written where it is read.
    """
    if not config.getoption("loadgroup", default=False):
        return
    for item in items:
        if group := item.get_closest_marker("xdist_group"):
            item._id = NodeId.parse(f"{item.nodeid}@{group.args[0]}")  # type: ignore[attr-defined]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What fails before a served chain is told with the end of what its server and worker have said."""
    report = yield
    chain = getattr(item, "funcargs", {}).get("chain")
    if report.failed and hasattr(chain, "told"):
        report.sections.append(("the server and the worker", chain.told()))
    return report


@pytest.fixture
def at() -> datetime:
    """A Tuesday afternoon in Shanghai."""
    return datetime(2026, 3, 10, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real retail data; a machine without it leaves these tests out, CI may not."""
    default = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("SHUKE_SHARED_DATA", default))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"the real retail data is missing: {folder}")
        pytest.skip("left out: no real retail data here (set SHUKE_SHARED_DATA)")
    return folder


@contextmanager
def append_only_lifted() -> Iterator[None]:
    """Let the tables that are only ever added to be emptied between two tests, and by nothing else."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, statement in triggers:
            cursor.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def _tests_leave_empty_tables() -> None:
    from django.test import TransactionTestCase

    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(case: Any) -> None:
        with append_only_lifted():
            empty(case)

    TransactionTestCase._fixture_teardown = lift_and_empty  # type: ignore[method-assign]
