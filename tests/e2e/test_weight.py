"""What the browser fetches before it shows the first page: little, and the charts come after it."""

import re

from tests.e2e.browser import Console

ALLOWED_KIB = 350


def test_the_first_load_is_light(browser, chain, people) -> None:
    window = Console(browser, chain.address, width=1440, language="zh")
    window.be(people["owner"].client.cookies)
    fetched: dict[str, int] = {}
    window.page.on("requestfinished", lambda asked: fetched.update({asked.url: asked.sizes()["responseBodySize"]}))
    window.open("overview")
    window.close()
    before_charts = {url: size for url, size in fetched.items() if "/console" in url and "/charts-" not in url}
    assert sum(before_charts.values()) / 1024 <= ALLOWED_KIB, before_charts
    assert len([url for url in fetched if re.search(r"/[A-Za-z]+Page-", url) and url.endswith(".js")]) == 1
