"""The server refuses to start where money or data would be at risk (H4)."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from shuke.foundation import clock
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.db import engine
from shuke.surfaces.upkeep import checks
from shuke.surfaces.upkeep.checks import Unfit


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Any) -> None:
    settings.SHUKE_KEYS_FILE = tmp_path / "keys.json"
    crypto.create_keys()


def failed(at: datetime | None = None) -> set[str]:
    return {finding.check for finding in checks.examine(at or clock.now()) if not finding.passed and finding.fatal}


@pytest.mark.django_db(transaction=True)
class TestStart:
    def test_a_sound_installation_may_serve(self) -> None:
        checks.refuse_unfit(clock.now())

    def test_debug_is_refused_in_both_languages(self, settings: Any) -> None:
        settings.DEBUG = True

        with pytest.raises(Unfit) as caught:
            checks.refuse_unfit(clock.now())

        assert "DEBUG" in caught.value.message("zh")
        assert "DEBUG" in caught.value.message("en")

    @pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-0123456789-0123456789-0123456789-abcd"])
    def test_a_weak_secret_is_refused(self, settings: Any, key: str) -> None:
        settings.SECRET_KEY = key

        assert failed() == {"secret-key"}

    def test_missing_keys_are_refused(self, settings: Any, tmp_path: Any) -> None:
        settings.SHUKE_KEYS_FILE = tmp_path / "none.json"

        assert failed() == {"keys"}

    def test_keys_that_others_can_read_are_refused(self, settings: Any) -> None:
        settings.SHUKE_KEYS_FILE.chmod(0o644)

        assert failed() == {"keys"}


@pytest.mark.django_db(transaction=True)
class TestSqlite:
    @pytest.fixture(autouse=True)
    def on_sqlite(self) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("left out: speaks of SQLite only")

    def test_lesser_durability_is_refused(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            assert failed() == {"durability"}
        finally:
            connection.close()

    def test_an_old_engine_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import pysqlite3

        monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 51, 2))

        assert failed() == {"sqlite-version"}
        with pytest.raises(engine.SqliteTooOld):
            engine.install_sqlite()


@pytest.mark.django_db(transaction=True)
class TestPostgres:
    @pytest.fixture(autouse=True)
    def on_postgres(self) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("left out: speaks of PostgreSQL only")

    def test_unsafe_commits_are_refused(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        try:
            assert failed() == {"synchronous-commit"}
        finally:
            connection.close()

    def test_a_wrong_clock_is_refused(self) -> None:
        from datetime import timedelta

        assert failed(clock.now() + timedelta(minutes=6)) == {"clock"}
