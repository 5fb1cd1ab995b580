"""What was acknowledged is there, whatever dies (H1)."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.foundation.outbox import queries as outbox
from shuke.foundation.outbox.models import OutboxEvent
from shuke.foundation.outbox.types import Position
from shuke.selling.sales.models import Receipt

TILL = Path(__file__).with_name("till.py")
ROUNDS = 10


def environment() -> dict[str, str]:
    """The address of the test's own database, for another process."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        (settings.SHUKE_HOME / "shuke.sqlite3").unlink(missing_ok=True)
        (settings.SHUKE_HOME / "shuke.sqlite3").symlink_to(place["NAME"])
        return {**os.environ, "SHUKE_HOME": str(settings.SHUKE_HOME)}
    host = f"{place['HOST']}:{place['PORT'] or 5432}"
    return {
        **os.environ,
        "SHUKE_DATABASE_URL": f"postgres://{place['USER']}:{place['PASSWORD']}@{host}/{place['NAME']}",
    }


@pytest.fixture
def store_id(transactional_db: None, at: datetime) -> int:
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)["S1"]


def kill_tills(store_id: int, rounds: int, *manner: str) -> set[str]:
    """Kill a till at any moment of its work, again and again; give back what the tills had acknowledged."""
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    dice = random.Random(seed)
    acknowledged: set[str] = set()
    for turn in range(rounds):
        command = [sys.executable, str(TILL), f"T{turn}", str(store_id), "100000", *manner]
        till = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
        assert till.stdout is not None
        acknowledged.add(till.stdout.readline().strip())
        time.sleep(dice.uniform(0.05, 0.4))
        till.kill()
        acknowledged |= {line.strip() for line in till.stdout if line.endswith("\n")}
        till.wait()
    return acknowledged


def stored() -> set[str]:
    return set(Receipt._base_manager.values_list("external_id", flat=True))


def test_no_acknowledged_receipt_is_lost_when_tills_are_killed(store_id: int) -> None:
    acknowledged = kill_tills(store_id, ROUNDS)

    assert len(acknowledged) > ROUNDS
    assert acknowledged - stored() == set()
    _database_is_whole()
    _each_receipt_has_its_lines_and_event()


def test_control_a_till_that_speaks_before_the_commit_loses_receipts(store_id: int) -> None:
    acknowledged = kill_tills(store_id, 1, "hasty")

    assert acknowledged - stored() == acknowledged


def let_a_till_die(store_id: int, manner: str) -> None:
    """Let a till write two receipts and die within the third, between the receipt and its event."""
    till = subprocess.run([sys.executable, str(TILL), "T", str(store_id), "10", manner], env=environment(), check=False)
    assert till.returncode == -signal.SIGKILL


def test_a_till_that_dies_within_a_sale_leaves_nothing_of_it(store_id: int) -> None:
    let_a_till_die(store_id, "dying")

    assert stored() == {"T-0", "T-1"}
    _each_receipt_has_its_lines_and_event()


def test_control_without_the_transaction_half_a_sale_is_left(store_id: int) -> None:
    let_a_till_die(store_id, "dying-loose")

    assert stored() == {"T-0", "T-1", "T-2"}
    assert OutboxEvent.objects.filter(name="sales.recorded").count() == 2


def _database_is_whole() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]


def _each_receipt_has_its_lines_and_event() -> None:
    written = set(Receipt._base_manager.values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT receipt_id FROM sales_line")
        with_lines = {row[0] for row in cursor.fetchall()}
    assert _told(written) == written == with_lines


def _told(expected: set[int]) -> set[int]:
    """The receipts that events tell of; PostgreSQL waits with them until every older transaction has ended."""
    told: set[int] = set()
    position = Position()
    patience = time.monotonic() + 120
    while told != expected and time.monotonic() < patience:
        events, position = outbox.read(position, 1000)
        told |= {key for event in events if event.name == "sales.recorded" for key in event.payload["receipt_ids"]}
        if not events:
            time.sleep(0.5)
    return told
