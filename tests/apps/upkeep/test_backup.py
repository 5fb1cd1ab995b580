"""A backup or a restore that cannot be right is refused by name, and nothing is touched."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from shuke.foundation.db import locks
from shuke.surfaces.upkeep import archive, backup, postgres, restore

NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A sound archive, of another kind of database."""
    (tmp_path / "copy").write_text("rows")
    target = tmp_path / "foreign.tar.gz"
    archive.pack(target, {archive.DATABASE: tmp_path / "copy"}, made_at=NOW.isoformat(), database="oracle")
    return target


@pytest.mark.django_db(transaction=True)
class TestRestore:
    def test_it_is_refused_while_somebody_serves(self, foreign: Path) -> None:
        with locks.shared(restore.SERVING), ThreadPoolExecutor(1) as keeper:
            attempt = keeper.submit(_restore_elsewhere, foreign)

            with pytest.raises(restore.StillServing):
                attempt.result()

    def test_a_backup_of_another_kind_of_database_is_refused(self, foreign: Path) -> None:
        with pytest.raises(restore.OtherDatabase):
            restore.bring_back(source=foreign, at=NOW)

    def test_what_is_no_backup_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "letter.tar.gz").write_text("dear keeper")

        with pytest.raises(archive.NotABackup):
            restore.bring_back(source=tmp_path / "letter.tar.gz", at=NOW)


def _restore_elsewhere(source: Path) -> None:
    """On a connection of its own, as another process would have."""
    try:
        restore.bring_back(source=source, at=NOW)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_cannot_be_brought_back_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(target: Path, *_: object, **__: object) -> None:
        target.write_text("half a backup")

    monkeypatch.setattr(archive, "pack", spoil)

    with pytest.raises(backup.BackupNotProved):
        backup.make(folder=tmp_path, at=NOW)

    assert list(tmp_path.glob("*.tar.gz")) == []
    last = backup.last()
    assert last is not None
    assert (last.made_at, bool(last.problem)) == (NOW, True)


class TestPostgresTools:
    def test_a_missing_tool_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(postgres.shutil, "which", lambda _: None)

        with pytest.raises(postgres.ToolMissing):
            postgres.dump(tmp_path / "copy")

    def test_a_tool_that_gives_up_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(postgres.shutil, "which", lambda _: "/bin/false")

        with pytest.raises(postgres.ToolFailed):
            postgres.dump(tmp_path / "copy")
