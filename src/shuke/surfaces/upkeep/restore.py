"""Bring a backup back: the database, the warehouse, and then every erasure that was promised since it was made."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from shuke.foundation.actors import SYSTEM
from shuke.foundation.db import engine, locks
from shuke.foundation.members import operations as members
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.insight.warehouse import queries as warehouse
from shuke.surfaces.upkeep import archive, postgres

SERVING = "serving"


class StillServing(Refusal):
    """The data would change under the restore."""

    code = "upkeep.still_serving"
    zh = "服务仍在运行,请先停止再恢复"
    en = "The server or worker still runs; stop it before you restore"


class OtherDatabase(Refusal):
    """A backup goes back into the kind of database that it came from."""

    code = "upkeep.other_database"
    status = 422
    zh = "备份来自 {backup},当前数据库是 {here}"
    en = "The backup comes from {backup}, this installation uses {here}"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and how many erasures were done again."""

    made_at: str
    files: int
    erased_again: int


def bring_back(*, source: Path, at: datetime) -> Restored:
    """Put the backup in the place of the present data; nothing is touched when the archive is damaged."""
    with locks.exclusive(SERVING) as alone:
        if not alone:
            raise StillServing
        with tempfile.TemporaryDirectory(dir=settings.SHUKE_HOME, prefix=".restoring-") as name:
            folder = Path(name)
            manifest = archive.unpack(source, folder)
            if manifest.database != connection.vendor:
                raise OtherDatabase(backup=manifest.database, here=connection.vendor)
            _replace_database(folder / archive.DATABASE)
            _replace_warehouse(folder / "warehouse")
        call_command("migrate", interactive=False, verbosity=0)
        outbox.move_to_this_server()
        return Restored(manifest.made_at, len(manifest.digests), members.reapply_tombstones(by=SYSTEM, at=at))


def _replace_database(copy: Path) -> None:
    if engine.is_postgres():
        postgres.load(copy)
        return
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    for leftover in (f"{place}-wal", f"{place}-shm"):
        Path(leftover).unlink(missing_ok=True)
    copy.replace(place)


def _replace_warehouse(copy: Path) -> None:
    shutil.rmtree(warehouse.folder(), ignore_errors=True)
    if copy.is_dir():
        shutil.move(copy, warehouse.folder())
