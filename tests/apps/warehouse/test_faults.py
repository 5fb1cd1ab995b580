"""Killed at any point, an export loses nothing and doubles nothing; late commits are never passed over."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from tests.apps.warehouse.shop import DAY, Shop, ask, bring_in, one

from shuke.foundation.outbox.models import OutboxEvent
from shuke.insight.warehouse import operations, parts, queries
from shuke.insight.warehouse.models import WarehousePart
from shuke.insight.warehouse.types import FactKind

LATER = DAY + timedelta(hours=2)

_CHILD = """
import os, sys, datetime
from shuke.config import settings as chain
chain.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from shuke.insight.warehouse import operations
getattr(operations, sys.argv[2])(at=datetime.datetime.fromisoformat(sys.argv[3]))
"""


def killed_at(point: str, operation: str = "export") -> None:
    """Run the operation in a process of its own that dies, as by SIGKILL, when it comes to the point."""
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(connection.settings_dict["NAME"]), operation, DAY.isoformat()],
        env={
            **os.environ,
            "SHUKE_HOME": str(settings.SHUKE_HOME),
            "DJANGO_SETTINGS_MODULE": "shuke.config.settings",
            "SHUKE_FAILPOINTS": f"{point}=kill",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -9, child.stderr


def contents() -> tuple[object, ...]:
    ((receipts, different, net),) = ask(
        "SELECT COUNT(*), COUNT(DISTINCT receipt_id), SUM(net_minor) FROM receipts"
    ).rows
    return receipts, different, net, one("SELECT COUNT(*) FROM lines")


@pytest.mark.parametrize(
    "point",
    ["warehouse.before_rename", "warehouse.before_register", "warehouse.registering", "warehouse.after_register"],
)
def test_an_export_killed_anywhere_loses_nothing_and_doubles_nothing(shop, point):
    shop.sells(3, member=shop.enrols(1)[0])
    killed_at(point)
    seen = contents()
    assert seen[0] in {0, 3}

    bring_in()
    assert contents() == (3, 3, 540, 6)

    shop.sells(2)
    bring_in()
    operations.sweep(at=LATER)
    assert contents() == (5, 5, 900, 10)
    on_disk = set(parts.on_disk(queries.folder()))
    assert on_disk == set(WarehousePart.objects.values_list("path", flat=True))


@pytest.mark.parametrize("point", ["warehouse.before_swap", "warehouse.after_swap"])
def test_a_compaction_killed_anywhere_changes_no_answer(shop, point):
    for _ in range(9):
        shop.sells(1)
        bring_in()
    before = contents()

    killed_at(point, "compact")
    assert contents() == before
    operations.compact(at=DAY)
    operations.sweep(at=LATER)
    assert contents() == before
    assert WarehousePart.objects.filter(kind=FactKind.RECEIPTS).count() == 1


def test_compaction_makes_few_parts_and_lets_open_readers_finish(shop):
    for day in range(9):
        shop.sells(2, day=-day)
        bring_in()
    before = contents()
    with queries.open_engine(url="duckdb") as reader:
        done = operations.compact(at=DAY)
        assert done.replaced > done.made > 0
        assert operations.sweep(at=DAY) == 0
        assert reader.rows("SELECT COUNT(*) FROM receipts", {}).rows == ((18,),)

    operations.sweep(at=LATER)
    assert contents() == before
    assert len(list((queries.folder() / "receipts").iterdir())) == 1
    days = [row[0] for row in ask("SELECT business_date FROM receipts_base").rows]
    assert days == sorted(days)


def test_a_sale_a_second_leaves_few_parts(shop):
    for _ in range(40):
        shop.sells(1)
        bring_in()
    assert WarehousePart.objects.filter(kind=FactKind.RECEIPTS, live=True).count() < 32
    assert one("SELECT COUNT(DISTINCT receipt_id) FROM receipts") == 40


def test_a_file_that_nobody_named_is_swept(shop):
    shop.sells()
    bring_in()
    folder = queries.folder() / "receipts"
    (folder / "1.parquet").write_bytes(b"left behind")
    (folder / "2.unfinished").write_bytes(b"half written")
    assert operations.sweep(at=DAY) == 2
    assert one("SELECT COUNT(*) FROM receipts") == 1


class Till(threading.Thread):
    """Sells in transactions of its own that stay open for a while before they commit."""

    def __init__(self, shop: Shop, sales: int, before_commit: Callable[[], object]) -> None:
        super().__init__()
        self.shop, self.sales, self.before_commit = shop, sales, before_commit
        self.wrote = threading.Event()
        self.sold: list[int] = []

    def run(self) -> None:
        try:
            for _ in range(self.sales):
                with transaction.atomic():
                    new = self.shop.sells(1, lines=1)
                    self.wrote.set()
                    self.before_commit()
                self.sold += new
        finally:
            connections.close_all()


class NaiveReader:
    """Reads "id > last", as one would at first: the control of the test."""

    def __init__(self) -> None:
        self.last = 0
        self.seen: list[int] = []

    def read(self) -> None:
        rows = OutboxEvent.objects.filter(number__gt=self.last, name="sales.recorded").order_by("number")
        for number, payload in rows.values_list("number", "payload"):
            self.last = number
            self.seen += payload["receipt_ids"]


late_commits_exist = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's writers stand in line")


@late_commits_exist
def test_a_receipt_that_commits_late_is_not_lost_as_the_naive_reader_loses_it(shop):
    may_commit = threading.Event()
    slow, naive = Till(shop, 1, before_commit=may_commit.wait), NaiveReader()
    slow.start()
    slow.wrote.wait()
    (early,) = shop.sells(1, lines=1)
    naive.read()
    bring_in()
    may_commit.set()
    slow.join()
    naive.read()
    bring_in()

    assert naive.seen == [early]
    assert {row[0] for row in ask("SELECT receipt_id FROM receipts").rows} == {early, *slow.sold}


@late_commits_exist
def test_among_four_busy_tills_every_receipt_arrives_once(shop):
    tills = [Till(shop, 25, before_commit=partial(time.sleep, pause)) for pause in (0.001, 0.005, 0.02, 0.05)]
    for till in tills:
        till.start()
    while any(till.is_alive() for till in tills):
        bring_in()
    bring_in()

    sold = sorted(receipt for till in tills for receipt in till.sold)
    assert len(sold) == 100
    assert [row[0] for row in ask("SELECT receipt_id FROM receipts ORDER BY 1").rows] == sold
