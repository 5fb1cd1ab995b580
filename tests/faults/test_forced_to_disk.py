"""An acknowledged receipt has been forced to the disk, not only handed to the system (H4)."""

import os
import re
import shutil
import subprocess
import sys
from datetime import datetime

import pytest
from django.db import connection
from tests.faults.test_killed_tills import TILL, environment

from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow

RECEIPTS = 20


@pytest.mark.django_db(transaction=True)
def test_each_acknowledged_receipt_costs_a_flush_of_the_disk(at: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("left out: on PostgreSQL the server flushes, and start-up refuses one that does not")
    if shutil.which("strace") is None:
        if os.environ.get("CI"):
            pytest.fail("strace is missing")
        pytest.skip("left out: strace is not installed")
    store_id = org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=at)["S1"]
    till = [sys.executable, str(TILL), "T", str(store_id), str(RECEIPTS)]

    counted = subprocess.run(
        ["strace", "-f", "-c", "-e", "trace=fsync,fdatasync", *till],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip

    total = re.search(r"(\d+)\s+total", counted.stderr)
    assert total is not None
    assert int(total.group(1)) >= RECEIPTS
