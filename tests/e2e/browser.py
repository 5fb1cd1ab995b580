"""A person before the console: opens pages, and keeps what the browser complains of."""

import os
import re
from pathlib import Path
from typing import Any

from httpx import Cookies
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

WEB = Path(__file__).parents[2] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_BUSY = ".ant-skeleton-active, .ant-spin-spinning, [aria-busy=true]"
# What stirs on a page: answers that are waited for, and what is put into it or taken out.
_WATCH = """(() => {
  const seen = { asked: 0, stirs: 0, stirsBefore: -1, calm: 0 };
  const counted = (act) => async function (...given) {
    seen.asked += 1;
    try {
      return await act.apply(this, given);
    } finally {
      seen.asked -= 1;
      seen.stirs += 1;
    }
  };
  window.seen = seen;
  window.fetch = counted(window.fetch);
  for (const part of ["json", "text"]) Response.prototype[part] = counted(Response.prototype[part]);
  const watch = new MutationObserver(() => { seen.stirs += 1; });
  watch.observe(document, { childList: true, subtree: true, characterData: true });
})()"""
# Asked at every frame, so that a machine that is slow to draw is waited for longer.
_CALM = """([busy, head, frames]) => {
  const { seen } = window;
  const isCalm = seen.asked === 0 && seen.stirs === seen.stirsBefore
    && !document.querySelector(busy) && document.querySelector(head);
  seen.stirsBefore = seen.stirs;
  seen.calm = isCalm ? seen.calm + 1 : 0;
  return seen.calm >= frames;
}"""
_HEAD = "h1, h2, h3, .ant-result-title"
_FRAMES = 15
# A picture of every page is kept where this names a folder, for eyes to judge.
_PICTURES = os.environ.get("SHUKE_PICTURES")


class Console:
    """The console in a window of its own; every complaint of the browser is kept in `complaints`."""

    def __init__(self, browser: Browser, address: str, *, width: int, language: str, is_dark: bool = False) -> None:
        self.context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True
        )
        chosen = f'{{"state":{{"language":"{language}","isDark":{str(is_dark).lower()}}},"version":0}}'
        self.context.add_init_script(
            f"localStorage.getItem('shuke.settings') ?? localStorage.setItem('shuke.settings', '{chosen}')"
        )
        self.context.add_init_script(_WATCH)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self._kind = f"{width}_{language}{'_dark' if is_dark else ''}"
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("response", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        # A refusal is told twice by the browser; `_see` keeps it with its address.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text[:400]}")

    def _see(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def be(self, cookies: Cookies) -> None:
        """Hold the session of somebody who has signed in elsewhere."""
        self.context.add_cookies(
            [{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"} for name, value in cookies.items()]
        )

    def open(self, path: str) -> None:
        """Go to an address below /console and wait until everything on it has come."""
        self.page.goto(f"/console/{path}")
        self.settle()

    def turn_to(self, path: str) -> None:
        """Go to a page of the menu as its link does, without loading the console anew."""
        address = f"/console/{path}"
        self.page.evaluate(
            "address => { history.pushState(null, '', address); dispatchEvent(new PopStateEvent('popstate')); }",
            address,
        )
        here = ".ant-menu-item-selected a"
        self.page.wait_for_selector(f'{here}[href="{address}"], {here}[href^="{address}?"]')
        self.settle()

    def settle(self) -> None:
        self.page.evaluate("window.seen.calm = 0")
        self.page.wait_for_function(_CALM, arg=[_BUSY, _HEAD, _FRAMES], timeout=60_000)

    def keep_picture(self, name: str) -> None:
        if _PICTURES:
            file = Path(_PICTURES) / f"{re.sub(r'[^A-Za-z0-9]+', '_', name)}_{self._kind}.png"
            self.page.screenshot(path=file, full_page=True)

    def violations(self) -> list[str]:
        """Return what axe-core finds serious or critical on the page, each with its first place."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found: dict[str, Any] = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [_told(each) for each in found["violations"] if each["impact"] in {"serious", "critical"}]

    def close(self) -> None:
        self.context.close()


def _told(violation: dict[str, Any]) -> str:
    first = violation["nodes"][0]
    return f"{violation['id']} ({len(violation['nodes'])}): {first['html'][:200]} {first['failureSummary'][:200]}"
