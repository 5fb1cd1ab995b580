"""The keeper backs the chain up, loses everything, and brings it back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.xdist_group("upkeep"), pytest.mark.any_database, pytest.mark.slow]


def shuke(home: Path, *arguments: str, expect: int = 0) -> str:
    """Run the command in a home of its own, on SQLite."""
    environment = {**os.environ, "SHUKE_HOME": str(home), "SHUKE_DATABASE_URL": "", "SHUKE_LANG": "en"}
    command = [sys.executable, "-c", "from shuke.config.main import main; main()", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stderr + done.stdout
    return done.stdout if expect == 0 else done.stdout + done.stderr


@pytest.fixture(scope="module")
def small_chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("chain")
    shuke(home, "demo", "--fill-only", "--members", "100", "--seed", "7")
    return home


@pytest.fixture(scope="module")
def backup(small_chain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the small chain, made once: nobody writes to it."""
    made = json.loads(shuke(small_chain, "backup", str(tmp_path_factory.mktemp("backup")), "--format", "json"))
    return Path(made["path"])


def proof(home: Path) -> dict[str, object]:
    return dict(json.loads(shuke(home, "prove", "--look-only", "--format", "json")))


def test_a_backup_is_proved_and_brings_everything_back(small_chain: Path, backup: Path, tmp_path: Path) -> None:
    before = proof(small_chain)

    elsewhere = tmp_path / "new-machine"
    elsewhere.mkdir()
    (elsewhere / "keys.json").write_bytes((small_chain / "keys.json").read_bytes())
    (elsewhere / "keys.json").chmod(0o600)
    shuke(elsewhere, "restore", str(backup), "--yes")

    assert proof(elsewhere) == before
    assert before["holds"] is True


def test_a_backup_holds_no_keys(small_chain: Path, backup: Path) -> None:
    keys = json.loads((small_chain / "keys.json").read_text())

    import tarfile

    with tarfile.open(backup) as tar:
        assert not any("keys" in name for name in tar.getnames())
        content = b"".join(file.read() for member in tar if (file := tar.extractfile(member)))
    assert json.dumps(keys)[20:60].encode() not in content


def test_a_damaged_backup_is_refused_and_nothing_is_touched(small_chain: Path, backup: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tar.gz"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    before = proof(small_chain)

    said = shuke(small_chain, "restore", str(half), "--yes", expect=1)

    assert "upkeep.not_a_backup" in said
    assert proof(small_chain) == before


def test_the_doctor_finds_a_healthy_chain_healthy(small_chain: Path) -> None:
    said = json.loads(shuke(small_chain, "doctor", "--format", "json"))

    checked = {check["check"] for check in said["checks"]}
    assert checked >= {"debug", "secret-key", "keys", "sqlite-version", "durability"}
    assert said["healthy"] is True


def test_the_doctor_names_missing_keys(small_chain: Path) -> None:
    keys = small_chain / "keys.json"
    hidden = small_chain / "hidden.json"
    keys.rename(hidden)
    try:
        said = shuke(small_chain, "doctor", "--format", "json", expect=1)
    finally:
        keys.unlink(missing_ok=True)
        hidden.rename(keys)

    assert "keys" in said
