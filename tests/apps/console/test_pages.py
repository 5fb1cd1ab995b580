"""The console's page: one for every address below it, never out of date, and a way on where it is not built."""

from pathlib import Path

import pytest
from django.test import Client

from shuke.surfaces.console import pages


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><title>熟客</title>", encoding="utf-8")
    monkeypatch.setattr(pages, "_PAGE", page)


@pytest.mark.parametrize("address", ["/console/", "/console/members/7", "/console/analyses/rfm?store=1"])
def test_every_address_is_the_same_page_and_asked_for_anew(built: None, client: Client, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert "熟客" in answer.content.decode()
    assert "csrftoken" in answer.cookies


def test_what_is_not_built_says_how_to_build_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(pages, "_PAGE", tmp_path / "index.html")
    answer = client.get("/console/")

    assert answer.status_code == 404
    assert "make web" in answer.content.decode()
