"""One demo chain, one server and one browser for all of these tests; a machine without Chromium leaves them out."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.e2e.browser import ARGUMENTS, AXE, Console
from tests.e2e.chain import Chain, Person
from tests.e2e.pages import Listed

CHROMIUM = os.environ.get("SHUKE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
BUILT = Path(__file__).parents[2] / "src" / "shuke" / "surfaces" / "console" / "built" / "console" / "index.html"

# Addresses that say more than ids.
EXAMPLES = {
    "analyses/:name": "analyses/layers?by=sex",
    "analyses/:name/members": "analyses/lifecycle/members?figure=members",
    "analyses/:name/receipts": "analyses/sales/receipts?figure=net_minor",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all of these tests on one worker, since they share a chain; they bring their own database."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("console"))
            item.add_marker(pytest.mark.any_database)
            item.add_marker(pytest.mark.browser)


def missing() -> str | None:
    if CHROMIUM is None:
        return "no Chromium (install Debian's chromium, or set SHUKE_CHROMIUM)"
    if not (BUILT.is_file() and AXE.is_file()):
        return "the console is not built (make web)"
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if lack := missing():
        if os.environ.get("CI"):
            pytest.fail(lack)
        pytest.skip(f"left out: {lack}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def chain(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    chain = Chain(tmp_path_factory.mktemp("chain"))
    try:
        chain.start()
        yield chain
    finally:
        chain.stop()


@pytest.fixture(scope="session")
def people(chain: Chain) -> dict[str, Person]:
    """Somebody of every role, signed in."""
    people = {name: chain.sign_in(name, password) for name, password in chain.one_time_passwords().items()}
    owner = people["owner"]
    for role in ("auditor", "regional"):
        staff = owner.ask("POST", "/api/staff/staff", {"code": role, "name": role})
        scope = {} if role == "auditor" else {"region_id": owner.ask("GET", "/api/staff/regions")["items"][0]["id"]}
        owner.ask("POST", f"/api/staff/staff/{staff['id']}/grants", {"role": role, **scope})
        made = owner.ask("POST", f"/api/staff/staff/{staff['id']}/login", {"username": role})
        people[role] = chain.sign_in(role, made["one_time_password"])
    _define_tags(owner)
    return people


def _define_tags(owner: Person) -> None:
    """Two tags of a dimension, of which one has been retired."""
    made = owner.ask("POST", "/api/staff/tag-dimensions", {"name_zh": "口味", "name_en": "Taste"})
    names = {"绿茶": "Green tea", "红茶": "Black tea"}
    tags = [
        owner.ask("POST", "/api/staff/tags", {"dimension_id": made["id"], "name_zh": zh, "name_en": en})
        for zh, en in names.items()
    ]
    owner.ask("DELETE", f"/api/staff/tags/{tags[1]['id']}")


@pytest.fixture(scope="session")
def member_id(people: dict[str, Person]) -> str:
    """The member who has spent most."""
    found: str = people["owner"].ask("GET", "/api/staff/members?sort=-spent")["items"][0]["member_id"]
    return found


@pytest.fixture(scope="session")
def store_id(people: dict[str, Person]) -> str:
    found: str = people["owner"].ask("GET", "/api/staff/stores")["items"][0]["id"]
    return found


@pytest.fixture(scope="session")
def staff_id(people: dict[str, Person]) -> str:
    found: str = people["manager"].me["staff_id"]
    return found


@pytest.fixture(scope="session")
def report_id(people: dict[str, Person]) -> str:
    """A report that the owner has saved: sales by store, twelve months."""
    days = {"kind": "last", "count": 12, "unit": "month"}
    document = {"figures": ["net_minor", "purchases"], "groups": ["store"], "period": days}
    made: str = people["owner"].ask("POST", "/api/staff/saved-reports", {"name": "门店", "document": document})["id"]
    return made


@pytest.fixture(scope="session")
def import_id(people: dict[str, Person]) -> str:
    """An import of two members, of whom one cannot be called."""
    owner = people["owner"]
    file = ("members.csv", "手机号,姓名\n13800002231,林一\n这不是号码,林三\n".encode(), "text/csv")
    sent = owner.client.post(
        "/api/staff/imports/files", files={"file": file}, headers={"X-CSRFToken": owner.me["csrf_token"]}
    ).json()
    begun = {"upload_id": sent["upload_id"], "kind": "members", "mapping": sent["mapping"]}
    made: str = owner.ask("POST", "/api/staff/imports", begun)["id"]
    return made


@pytest.fixture(scope="session")
def hook_id(people: dict[str, Person]) -> str:
    """A webhook, and a test of it that reaches nobody."""
    owner = people["owner"]
    hook = {"name": "ERP", "address": "https://erp.invalid/in", "kinds": ["members.enrolled", "sales.recorded"]}
    made: str = owner.ask("POST", "/api/staff/webhooks", hook)["id"]
    owner.ask("POST", f"/api/staff/webhooks/{made}/ping")
    return made


@pytest.fixture(scope="session")
def kind() -> str:
    """A kind of rule."""
    return "growth.tiers"


@pytest.fixture(scope="session")
def version_id(people: dict[str, Person], kind: str) -> str:
    """A version of a rule."""
    found: str = people["owner"].ask("GET", f"/api/staff/rules?kind={kind}")["items"][0]["id"]
    return found


@pytest.fixture(scope="session")
def windows() -> Iterator[dict[tuple[Any, ...], Console]]:
    """The windows that are open; one of each kind is enough, and keeps what the browser has fetched before."""
    opened: dict[tuple[Any, ...], Console] = {}
    yield opened
    for window in opened.values():
        window.close()


@pytest.fixture
def console(
    browser: Browser, chain: Chain, people: dict[str, Person], windows: dict[tuple[Any, ...], Console]
) -> Iterator[Callable[..., Console]]:
    """Open the console as somebody; what the browser complained of by the end of the test fails it."""
    used: list[Console] = []

    def open_for(who: str = "owner", *, width: int = 1440, language: str = "zh", is_dark: bool = False) -> Console:
        kind = (who, width, language, is_dark)
        if kind not in windows:
            windows[kind] = Console(browser, chain.address, width=width, language=language, is_dark=is_dark)
            windows[kind].be(people[who].client.cookies)
        windows[kind].complaints.clear()
        used.append(windows[kind])
        return windows[kind]

    yield open_for
    assert [line for window in used for line in window.complaints] == []


@pytest.fixture
def address(request: pytest.FixtureRequest) -> Callable[[Listed], str]:
    """Fill in what an address names, by the fixture of that name (`:memberId` by `member_id`)."""

    def fill(page: Listed) -> str:
        if page.path in EXAMPLES:
            return EXAMPLES[page.path]
        return re.sub(r":(\w+)", lambda found: str(request.getfixturevalue(_fixture(found[1]))), page.path)

    return fill


def _fixture(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()
