"""A real grocery chain and a real record shop, imported once by the command and shared by all stories."""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Imported:
    """A data folder (SHUKE_HOME, on SQLite) with a finished import in it, and what the import took."""

    home: Path
    summary: dict[str, int]
    seconds: float
    peak_mib: int


def shuke(home: Path, *args: object) -> subprocess.CompletedProcess[str]:
    """Run the command against a data folder of its own."""
    environment = {**os.environ, "SHUKE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    for name in ("SHUKE_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from shuke.config.main import main; main()", *map(str, args)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def bring(home: Path, *args: object) -> Imported:
    started = time.monotonic()
    done = shuke(home, "import", *args, "--format", "json")
    assert done.returncode == 0, done.stderr
    summary: dict[str, Any] = json.loads(done.stdout)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Imported(home, summary, time.monotonic() - started, peak)


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
