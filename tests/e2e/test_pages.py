"""Every page opens for whoever may see it: in both languages, wide and narrow, light and dark, for all senses."""

from dataclasses import dataclass

import pytest
from tests.e2e.chain import Person
from tests.e2e.pages import Listed, listed

PAGES = listed()
ROLES = ("owner", "hq", "manager", "guide", "cashier", "finance", "regional", "auditor")


@dataclass(frozen=True)
class Look:
    """How somebody looks at a page."""

    name: str
    width: int
    language: str
    is_dark: bool = False

    def __str__(self) -> str:
        return self.name


LOOKS = (
    Look("desk", 1440, "zh"),
    Look("phone", 390, "en"),
    Look("dark", 1440, "en", is_dark=True),
    Look("phone in Chinese", 390, "zh"),
)


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_opens_without_complaint(console, address, page: Listed, look: Look) -> None:
    window = console(width=look.width, language=look.language, is_dark=look.is_dark)
    window.open(address(page))
    window.keep_picture(page.path)
    assert window.page.locator("main").inner_text().strip(), "the page is empty"
    assert window.violations() == []
    assert not window.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), "it scrolls sideways"


def test_somebody_of_every_role_is_there(people: dict[str, Person]) -> None:
    assert set(people) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_all_of_its_menu(console, people: dict[str, Person], role: str) -> None:
    window = console(role)
    window.open("")
    window.keep_picture(f"home_{role}")
    allowed = {page.path for page in PAGES if page.right in people[role].me["may"]}
    for path in sorted(allowed):
        window.turn_to(path)
        assert window.page.locator("main").inner_text().strip()
        assert window.page.locator(".ant-result-403").count() == 0
