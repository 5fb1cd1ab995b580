"""A real grocery chain and a real record shop, imported once by the command and shared by all stories."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.apps.measures import facts
from tests.stories.journey import Plain, read

from shuke.insight.warehouse import engine
from shuke.insight.warehouse.types import Engine

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Imported:
    """A data folder (SHUKE_HOME, on SQLite) with a finished import in it, and what the import took."""

    home: Path
    summary: dict[str, int]
    seconds: float
    peak_mib: int


def start(home: Path, *args: object) -> subprocess.Popen[str]:
    """Start the command against a data folder of its own."""
    environment = {**os.environ, "SHUKE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    for name in ("SHUKE_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from shuke.config.main import main; main()", *map(str, args)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class Peak(threading.Thread):
    """Watches the most memory that a process has had; what its parent had before does not count."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__(daemon=True)
        self.mib = 0
        self._process = process

    def run(self) -> None:
        status = Path(f"/proc/{self._process.pid}/status")
        while self._process.poll() is None:
            try:
                lines = status.read_text().splitlines()
            except OSError:  # it ended between the two looks
                return
            told = [line.split()[1] for line in lines if line.startswith("VmHWM")]
            self.mib = max([self.mib, *(int(kib) // 1024 for kib in told)])
            time.sleep(0.1)


def bring(home: Path, *args: object) -> Imported:
    started = time.monotonic()
    process = start(home, "import", *args, "--format", "json")
    peak = Peak(process)
    peak.start()
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    summary: dict[str, Any] = json.loads(out)
    return Imported(home, summary, time.monotonic() - started, peak.mib)


@pytest.fixture(scope="session")
def imported_completejourney(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """1.1 million lines of a grocery chain with its products and households, by one command and one mapping."""
    folder = real_data / "completejourney"
    files = [folder / f"{name}.parquet" for name in ("transactions", "products", "demographics")]
    return bring(tmp_path_factory.mktemp("completejourney"), "receipts", *files, "--mapping", "completejourney")


@pytest.fixture(scope="session")
def imported_cdnow(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The purchases of a record shop's first 18 months."""
    file = real_data / "cdnow" / "cdnow_master.parquet"
    return bring(tmp_path_factory.mktemp("cdnow"), "receipts", file, "--mapping", "cdnow")


@pytest.fixture(scope="session")
def plain(real_data: Path) -> Plain:
    """The grocery chain's raw file as plain baskets."""
    return read(real_data)


@pytest.fixture(scope="session")
def chain(real_data: Path, plain: Plain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same as facts, with the tiers that its purchases make."""
    folder = tmp_path_factory.mktemp("journey")
    tables = facts.from_completejourney(real_data)
    rows = [
        {
            "member_id": member,
            "from_level": move.from_level,
            "to_level": move.to_level,
            "kind": move.kind,
            "effective_on": move.on,
            "valid_until": move.until,
            "rule_version_id": 1,
        }
        for member, moves in plain.tier_moves.items()
        for move in moves
    ]
    facts.write({**tables, "tier_moves": pa.Table.from_pylist(rows)}, folder)
    with engine.over_folder(folder) as opened:
        yield opened
