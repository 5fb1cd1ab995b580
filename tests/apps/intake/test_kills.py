"""A run that is killed with -9 wherever it is goes on to the same end."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.apps.intake.conftest import MEMBER_HEADER, MEMBERS, RECEIPT_HEADER, RECEIPTS, Writing, people

WORKER = Path(__file__).with_name("worker.py")
SEED = 20260310
KILLS = 10


def run(folder: Path, home: Path, failpoint: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SHUKE_HOME": str(home), "SHUKE_FAILPOINTS": failpoint}
    environment.pop("SHUKE_DATABASE_URL", None)
    environment["PYTHONPATH"] = str(Path(__file__).parents[3] / "src")
    return subprocess.run(
        [sys.executable, str(WORKER), str(folder)], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_ten_kills_at_random_points_end_where_an_undisturbed_run_ends(write: Writing, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    members, _ = people(300, rotten=16)
    write("members.csv", MEMBER_HEADER, members)
    receipts = [
        [f"R{n % 250}", f"S{n % 250 % 3}", f"2026-02-{n % 250 % 28 + 1:02} 10:00", f"138{n % 250 * 2:08}", f"P{n % 9}",
         "1",
         "x" if n % 50 == 7 else "10", "1", ""]
        for n in range(700)
    ]  # fmt: skip
    write("receipts.csv", RECEIPT_HEADER, receipts)
    (tmp_path / "mapping.toml").write_text(RECEIPTS + MEMBERS)

    undisturbed = run(tmp_path, tmp_path / "one")
    assert undisturbed.returncode == 0, undisturbed.stderr
    for _ in range(KILLS):
        place = chance.choice(["intake.before_commit", "intake.staged_chunk"])
        # the second one kills it soon after, where the first lies behind already
        failpoint = f"{place}=kill@{chance.randint(1, 3)},intake.after_commit=kill@{chance.randint(1, 4)}"
        outcome = run(tmp_path, tmp_path / "two", failpoint)
        assert outcome.returncode == -9, outcome.stderr
    resumed = run(tmp_path, tmp_path / "two")

    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout) == json.loads(undisturbed.stdout)
