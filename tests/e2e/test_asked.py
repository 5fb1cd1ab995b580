"""The bench of pages knows what every page asks of the staff API."""

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.e2e.asking import sent_while_opening
from tests.e2e.browser import Console
from tests.e2e.pages import Listed, listed

sys.path.append(str(Path(__file__).parents[2] / "benches"))

import asked as kept

PAGES = listed()
# What differs from chain to chain and from day to day.
_DIFFERS = re.compile(r"\{\w+([+-]\d+)?~?\}|\d{4}-\d\d(-\d\d)?|\d{15,}")

# Asked only where there is a proof, or an import that has ended.
_DEPENDS = {"/proofs/*", "/imports/*/rejects?limit=200"}


def _plain(address: str, kind: str) -> str:
    address = address.partition(" {")[0].replace("{kind}", kind)
    return _DIFFERS.sub("*", kept.template(address, {}, date(2000, 2, 2)))


def test_every_page_is_kept_and_no_other() -> None:
    assert set(kept.pages()) == {page.path for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_asks_what_is_kept(
    browser, chain, people, kind: str, address: Callable[[Listed], str], page: Listed
) -> None:
    window = Console(browser, chain.address, width=1440, language="zh")
    window.be(people["owner"].client.cookies)
    sent = sent_while_opening(window, address(page))
    window.close()
    asked = {_plain(each.asked, kind) for each in sent}
    known = {_plain(one, kind) for turn in kept.pages()[page.path] for one in turn}
    assert asked - _DEPENDS == known - _DEPENDS


def test_days_and_ids_are_found_again() -> None:
    today, ids = date(2026, 11, 22), {"member_id": "382904323124735014"}
    told = "/members/382904323124735014/page?from_date=2026-11-01&to_date=2026-11-23&since=2026-10-10&month=2025-11"
    template = kept.template(told, ids, today)
    assert template == "/members/{member_id}/page?from_date={month}&to_date={day+1}&since={day-43}&month={month-12~}"
    assert kept.filled(template, ids, today) == told
