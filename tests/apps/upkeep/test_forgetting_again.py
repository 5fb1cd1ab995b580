"""Whoever left after a backup was made is made to leave again when that backup comes back: with a whole archive."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = [pytest.mark.any_database, pytest.mark.slow]

SHUKE = "from shuke.config.main import main; main()"
# What the database and the warehouse know of these members, or of three of whom much is known.
LOOK = """
import json, sys
import django; django.setup()
from shuke.foundation import clock, scopes
from shuke.foundation.members.models import Identity, Member, ProfileValue, Tombstone
from shuke.insight.warehouse import operations, queries
ids = [int(text) for text in sys.argv[1:]] or list(
    Member.everyone.filter(
        status="active", name__isnull=False, birth_year__isnull=False, profile_values__isnull=False
    ).distinct().order_by("id").values_list("id", flat=True)[:3]
)
with scopes.everywhere(reason="a test looks at everything"):
    operations.export(at=clock.now())
with queries.open_engine() as engine:
    facts = engine.rows(
        f"SELECT member_id, status, gender, birth_year FROM members WHERE member_id IN ({', '.join(map(str, ids))})", {}
    )
    attributes = engine.rows("SELECT member_id, COUNT(*) FROM attributes GROUP BY member_id", {})
held = dict(attributes.rows)
print(json.dumps({
    "ids": ids,
    "status": [Member.everyone.get(pk=one).status for one in ids],
    "named": [Member.everyone.get(pk=one).name is not None for one in ids],
    "identities": [Identity.objects.filter(member=one).count() for one in ids],
    "profile": [ProfileValue.objects.filter(member=one).count() for one in ids],
    "facts": {str(row[0]): list(row[1:]) for row in facts.rows},
    "attributes": [held.get(one, 0) for one in ids],
    "tombstones": Tombstone.objects.count(),
}))
"""


@dataclass(frozen=True)
class Installation:
    """A chain in a home of its own, worked by the command line as its keeper works it."""

    home: Path
    database: str

    def run(self, code: str, *arguments: str) -> Any:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "shuke.config.settings",
            "SHUKE_HOME": str(self.home),
            "SHUKE_DATABASE_URL": self.database,
        }
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout

    def shuke(self, *arguments: str) -> Any:
        return self.run(SHUKE, *arguments)

    def look(self, *ids: int) -> Any:
        return self.run(LOOK, *map(str, ids))

    def proof(self) -> Any:
        return self.shuke("prove", "--look-only", "--format", "json")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of an empty database: none for SQLite, one that is dropped afterwards for PostgreSQL."""
    if request.param == "SQLite":
        yield ""
        return
    server = os.environ.get("SHUKE_TEST_POSTGRES_URL")
    if not server or not shutil.which("pg_dump"):
        pytest.skip("left out: no PostgreSQL server and client (SHUKE_TEST_POSTGRES_URL, pg_dump)")
    name, place = f"shuke_forget_{secrets.token_hex(4)}", server.rsplit("/", 1)[0]
    # the named database need not be there: the server's own always is
    with psycopg.connect(f"{place}/postgres".replace("postgres://", "postgresql://"), autocommit=True) as keeper:
        keeper.execute(f"CREATE DATABASE {name}")
        yield f"{place}/{name}"
        keeper.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def chain(tmp_path: Path, database: str) -> Installation:
    chain = Installation(tmp_path / "home", database)
    chain.home.mkdir()
    chain.shuke("demo", "--fill-only", "--members", "100", "--seed", "7")
    return chain


def test_an_older_backup_is_made_to_forget_whoever_left_since(chain: Installation, tmp_path: Path) -> None:
    known = chain.look()
    first, second, stays = known["ids"]
    assert all(known["named"])
    assert all(known["identities"])
    older = chain.shuke("backup", str(tmp_path / "backups"), "--format", "json")["path"]
    books = chain.proof()

    for member_id in (first, second):
        chain.shuke("members", "erase", str(member_id), "--reason", "本人申请", "--yes")
    gone = chain.look(first, second, stays)
    said = chain.shuke("restore", older, "--yes", "--format", "json")

    assert said["erased_again"] == 2
    back = chain.look(first, second, stays)
    assert back == gone
    assert back["status"] == ["erased", "erased", "active"]
    assert back["named"] == [False, False, True]
    assert back["identities"][:2] == back["profile"][:2] == back["attributes"][:2] == [0, 0]
    assert back["identities"][2] == known["identities"][2]
    assert back["facts"][str(stays)] == known["facts"][str(stays)]
    assert [back["facts"][str(one)] for one in (first, second)] == [["erased", None, None]] * 2
    assert chain.proof() == books
    assert books["holds"] is True
    assert json.loads((chain.home / "tombstones.json").read_text()) == sorted([first, second])

    # The control: without the list beside the database the same archive knows them again.
    (chain.home / "tombstones.json").unlink()
    assert chain.shuke("restore", older, "--yes", "--format", "json")["erased_again"] == 0
    assert chain.look(first, second, stays) == known
