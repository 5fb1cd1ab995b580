"""G1: people of a file come in, rotten rows come out, and nothing of them lies on the disk in clear."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.apps.intake.conftest import MEMBER_HEADER, MEMBERS, Importing, Writing, people

from shuke.selling.intake.types import Kind


def on_disk(*more: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of the data folder, the database and its write-ahead log among them."""
    for path in [*settings.SHUKE_HOME.rglob("*"), *more]:
        if path.is_file():
            yield path, path.read_bytes()


def forms(secret: str) -> tuple[bytes, ...]:
    return secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()


@pytest.mark.django_db(transaction=True)
def test_no_phone_or_name_of_a_file_lies_in_clear(bring: Importing, write: Writing, tmp_path: Path) -> None:
    rows, _ = people(500, rotten=60)
    # a rotten name that would show in a reject if it were not masked
    rows[3] = ["138", "金丝雀三号", *rows[3][2:]]
    secrets = [row[0] for row in rows if len(row[0]) == 11 and row[0].isdigit()] + ["金丝雀三号", rows[5][1]]

    bring(Kind.MEMBERS, write("m.csv", MEMBER_HEADER, rows), mapping=MEMBERS)

    rejects = tmp_path / "rejects.csv"
    assert rejects.exists()
    found = [
        (path.name, secret)
        for path, content in on_disk(rejects)
        for secret in secrets
        if any(form in content for form in forms(secret))
    ]
    assert found == []
    searched = {path for path, _ in on_disk()}
    assert connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]) in searched


def test_the_search_finds_what_is_there(write: Writing) -> None:
    """The control: the very file that was brought in does hold them in clear."""
    rows, _ = people(5)
    path = write("m.csv", MEMBER_HEADER, rows)

    assert any(form in content for _, content in on_disk(path) for form in forms(rows[2][0]))
