"""Many rows at once arrive whole, whatever the number of statements they travel in."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shuke.foundation.actors import SYSTEM
from shuke.foundation.db import bulk
from shuke.foundation.jobs.models import Job
from shuke.foundation.members import operations as members
from shuke.foundation.members.models import Ownership
from shuke.foundation.members.types import NewMember
from shuke.foundation.org import operations as org
from shuke.foundation.org.models import Region
from shuke.foundation.org.types import StoreRow

pytestmark = pytest.mark.django_db
REGION = ("id", "code", "name")


def regions(count: int, first: int = 1) -> list[tuple[object, ...]]:
    return [(number, f"R{number}", f"{number} 区") for number in range(first, first + count)]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 2_000, 2_001, 4_503])
def test_all_rows_arrive(count):
    assert bulk.insert(Region, REGION, iter(regions(count))) == count
    assert list(Region.objects.order_by("id").values_list(*REGION)) == regions(count)


def test_known_ones_are_passed_over_and_not_counted():
    bulk.insert(Region, REGION, regions(300, first=401))
    assert bulk.insert(Region, REGION, regions(1_000), ignore_conflicts=True) == 700
    assert bulk.insert(Region, REGION, regions(1_000), ignore_conflicts=True) == 0
    assert Region.objects.count() == 1_000


def test_a_row_repeated_within_the_batch_is_taken_once():
    assert bulk.insert(Region, REGION, regions(10) * 2, ignore_conflicts=True) == 10


def test_one_wrong_row_refuses_all():
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Region, REGION, [*regions(2_600), (1, "R1", "again")])
    assert not Region.objects.exists()


def test_moments_documents_and_nothing_keep_their_meaning(at: datetime):
    columns = ("id", "task", "kwargs", "priority", "state", "run_after", "attempts", "max_attempts", "worker",
               "cancel_requested", "progress_done", "progress_total", "error", "enqueued_at", "result")  # fmt: skip
    rows = [
        (number, "t", {"分": [number, None]}, 0, "ready", at, 0, 8, "", False, 0, 0, "", at, None)
        for number in range(1, 1_203)
    ]
    bulk.insert(Job, columns, rows)
    job = Job.objects.get(id=1_202)
    assert (job.kwargs, job.run_after, job.result) == ({"分": [1_202, None]}, at, None)


def test_triggers_see_each_row_of_a_statement(at: datetime):
    store_id = org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)["S1"]
    member_id = members.enrol(new=NewMember(store_id, "till", phone="13812345678"), by=SYSTEM, at=at)
    columns = ("id", "member_id", "store_id", "from_date", "to_date", "basis")
    row = (1, member_id, store_id, date(2020, 1, 1), date(2020, 2, 1), "manual")
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Ownership, columns, [row, (2, *row[1:])])
    assert bulk.insert(Ownership, columns, [row]) == 1


def test_sqlite_gets_hundreds_of_rows_in_a_statement():
    if connection.vendor != "sqlite":
        pytest.skip("left out: PostgreSQL takes row after row without waiting")
    with CaptureQueriesContext(connection) as asked:
        bulk.insert(Region, REGION, regions(2_000))
    assert len(asked) == 4


def test_a_statement_stays_below_the_limit_on_variables(monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("left out: the limit is SQLite's")
    monkeypatch.setattr(bulk, "_MOST_VARIABLES", 10)
    with CaptureQueriesContext(connection) as asked:
        bulk.insert(Region, REGION, regions(10))
    assert len(asked) == 4
