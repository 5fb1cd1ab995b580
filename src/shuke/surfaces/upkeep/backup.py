"""Make a backup, and count it only when it has been brought back and proved.

The key file is not in it: a backup that is stolen must be unreadable. Keep that file in another place.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from shuke.foundation.db import engine
from shuke.foundation.refusals import Refusal
from shuke.insight.warehouse import queries as warehouse
from shuke.surfaces.upkeep import archive, postgres


class BackupNotProved(Refusal):
    """The copy could be written but not brought back whole, so it does not count."""

    code = "upkeep.backup_not_proved"
    status = 500
    zh = "备份未通过恢复验证:{problem}"
    en = "The backup did not pass its test restore: {problem}"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was brought back and proved."""

    path: Path
    bytes: int
    made_at: datetime
    proved: dict[str, int]


@dataclass(frozen=True, slots=True)
class Tried:
    """How the last backup ended: proved, or thrown away because of `problem`."""

    made_at: datetime
    bytes: int
    proved: dict[str, int]
    problem: str = ""


def last() -> Tried | None:
    """Return how the last backup of this installation ended; None before the first."""
    path = _note()
    if not path.exists():
        return None
    told = json.loads(path.read_text())
    return Tried(**{**told, "made_at": datetime.fromisoformat(told["made_at"])})


def make(*, folder: Path, at: datetime) -> Backup:
    """Write a backup into `folder`, restore it aside, prove its books, and return it; work goes on meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"shuke-{at:%Y%m%dT%H%M%SZ}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as name:
        copy = Path(name) / archive.DATABASE
        _copy_database(copy)
        files = {archive.DATABASE: copy}
        # The copied database says which parts are live. Those that were replaced meanwhile stay a while for readers
        # like us, and those that came later are swept after a restore.
        for part in sorted(warehouse.folder().rglob("*.parquet")):
            files[f"warehouse/{part.relative_to(warehouse.folder())}"] = part
        archive.pack(target, files, made_at=at.isoformat(), database=connection.vendor)
    try:
        proved = _prove(target)
    except BackupNotProved as failure:
        _keep(Tried(at, target.stat().st_size, {}, failure.message_en))
        target.unlink()
        raise
    made = Backup(target, target.stat().st_size, at, proved)
    _keep(Tried(at, made.bytes, proved))
    return made


def _note() -> Path:
    """Beside the database and not in it: a restored database would speak of a backup that is long gone."""
    return Path(settings.SHUKE_HOME) / "last-backup.json"


def _keep(tried: Tried) -> None:
    beside = _note().with_name(".last-backup.json")
    beside.write_text(json.dumps({**asdict(tried), "made_at": tried.made_at.isoformat()}))
    beside.replace(_note())


def _copy_database(target: Path) -> None:
    if engine.is_postgres():
        postgres.dump(target)
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def _prove(path: Path) -> dict[str, int]:
    """Restore into a place of its own and prove the books there, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="shuke-proof-") as home:
        environment = {
            **os.environ,
            "SHUKE_HOME": home,
            "SHUKE_KEYS_FILE": str(settings.SHUKE_KEYS_FILE),
            "SHUKE_SECRET_KEY": settings.SECRET_KEY,
        }
        with postgres.scratch_database() as url:
            if url:
                environment["SHUKE_DATABASE_URL"] = url
            _run(["restore", str(path), "--yes"], environment)
            proof = json.loads(_run(["prove", "--look-only", "--format", "json"], environment))
    if not proof["holds"]:
        raise BackupNotProved(problem=str(proof["findings"][:1]))
    return dict(proof["counts"])


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", "from shuke.config.main import main; main()", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupNotProved(problem=(done.stderr or done.stdout).strip()[-300:])
    return done.stdout
