"""Two tills at one moment: a member's history is counted in one line."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from tests.apps.growth.conftest import ANNA, bought, count

from shuke.foundation.outbox import operations as outbox
from shuke.ledgers.growth import counting, queries, records
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.models import GrowthStanding
from shuke.ledgers.growth.types import CountedSale, MoveKind, Standing

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*sales: CountedSale) -> None:
    ready = Barrier(len(sales))

    def till(sale: CountedSale) -> None:
        ready.wait()
        try:
            count(sale)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sales)) as tills:
        list(tills.map(till, sales))


@pytest.fixture(autouse=True)
def _slow_readers(monkeypatch: pytest.MonkeyPatch, put_in_force: Callable[..., int]) -> None:
    put_in_force(DEFAULT_RULES)
    count(bought("2026-02-01", 1))
    monkeypatch.setenv("SHUKE_FAILPOINTS", "growth.read=sleep:0.3")


def upgrades() -> int:
    return [move.kind for move in queries.history(ANNA)].count(MoveKind.UPGRADE)


def test_two_large_orders_raise_once() -> None:
    at_once(bought("2026-03-01", 600), bought("2026-03-01", 600))

    assert upgrades() == 1
    assert queries.explain(ANNA, as_of=date(2026, 3, 1)).growth == 1_201


def test_control_without_the_lock_they_raise_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's one writer at a time is a lock, too: here neither till opens a transaction."""
    both_have_read = Barrier(2)

    def read_only(member_days: Mapping[int, date]) -> dict[int, Standing | None]:
        rows = GrowthStanding.objects.filter(member_id__in=list(member_days))
        return {row.member_id: records.standing_of(row) for row in rows}

    monkeypatch.setattr(growth, "count_many", growth.count_many.__wrapped__)  # type: ignore[attr-defined]
    monkeypatch.setattr(records, "lock_standings", read_only)
    monkeypatch.setattr(outbox, "emit", lambda *_, **__: None)
    monkeypatch.setattr(counting.failpoints, "hit", lambda name: name == "growth.read" and both_have_read.wait(30))

    at_once(bought("2026-03-01", 600), bought("2026-03-01", 600))

    assert upgrades() == 2
