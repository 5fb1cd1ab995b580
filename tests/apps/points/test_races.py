"""Two tills at one moment: what both have judged may not be taken twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.apps.points.conftest import ANNA, NOON, PLAIN, receipt

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.points import locks, queries
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import EarnableSale, Outcome

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*sales: EarnableSale) -> list[BaseException | None]:
    """Earn each in a thread of its own, all at one moment, and return what each raised."""
    ready = Barrier(len(sales))

    def till(sale: EarnableSale) -> BaseException | None:
        ready.wait()
        try:
            points.earn_many(sales=[sale], by=SYSTEM, at=NOON)
        except Exception as fault:  # the test asks what went wrong
            return fault
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(sales)) as tills:
        return list(tills.map(till, sales))


@pytest.fixture
def slow_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_FAILPOINTS", "points.judged=sleep:0.3")


@pytest.fixture
def loose(slow_judges: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody open a transaction: on SQLite, where one writer is let in at a time, that is a lock, too."""
    monkeypatch.setattr(points, "earn_many", points.earn_many.__wrapped__)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("slow_judges")
class TestTwoReturnsOfOneSale:
    def test_take_its_points_once(self, put_in_force: Callable[..., int]) -> None:
        put_in_force(PLAIN)
        sale = receipt(60)
        points.earn_many(sales=[sale], by=SYSTEM, at=NOON)

        faults = at_once(receipt(60, of=sale), receipt(60, of=sale))

        assert faults == [None, None]
        assert (queries.balance(ANNA).available, queries.balance(ANNA).debt) == (0, 0)
        taken = [each.points for each in queries.explain(ANNA) if each.outcome is Outcome.REVERSED]
        assert sorted(taken) == [-60, 0]

    @pytest.mark.usefixtures("loose")
    def test_control_without_the_lock_one_of_them_fails(
        self, put_in_force: Callable[..., int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_in_force(PLAIN)
        sale = receipt(60)
        points.earn_many(sales=[sale], by=SYSTEM, at=NOON)
        monkeypatch.setattr(locks, "earnings", lambda rows: list(rows.filter(outcome=Outcome.EARNED).order_by("id")))

        faults = at_once(receipt(60, of=sale), receipt(60, of=sale))

        assert [fault is None for fault in faults].count(False) == 1


@pytest.mark.usefixtures("slow_judges")
class TestTwoSalesOfOneDay:
    def test_share_the_days_cap(self, put_in_force: Callable[..., int]) -> None:
        put_in_force({**PLAIN, "cap_per_day": 100})

        assert at_once(receipt(80), receipt(80)) == [None, None]

        assert queries.balance(ANNA).available == 100

    @pytest.mark.usefixtures("loose")
    def test_control_without_the_lock_exceed_it(
        self, put_in_force: Callable[..., int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_in_force({**PLAIN, "cap_per_day": 100})
        monkeypatch.setattr(locks, "days", lambda of: None)

        at_once(receipt(80), receipt(80))

        assert queries.balance(ANNA).available == 160
