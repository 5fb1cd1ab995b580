"""What a page asks of the staff API while it opens, turn by turn, as the browser sees it."""

import os
import time
from dataclasses import dataclass

from playwright.sync_api import Request
from tests.e2e.browser import Console

API = "/api/staff"
QUIET_SECONDS = float(os.environ.get("SHUKE_QUIET_SECONDS", "1.5"))


@dataclass(frozen=True)
class Sent:
    """A request: what was asked, and when it went out and was answered, in milliseconds."""

    asked: str
    began: float
    ended: float


def sent_while_opening(window: Console, path: str) -> list[Sent]:
    """Open the page and return what it asks until nothing new comes for a while, in order."""
    page, sent, waiting = window.page, list[Sent](), set[Request]()
    known: set[str] = set()
    last = time.monotonic()

    def begin(request: Request) -> None:
        if API in request.url and request.url not in known:
            waiting.add(request)

    def end(request: Request) -> None:
        nonlocal last
        waiting.discard(request)
        if request.url not in known:
            last = time.monotonic()
            known.add(request.url)
        if API in request.url:
            began = request.timing["startTime"]
            sent.append(Sent(_asked(request), began, began + request.timing["responseEnd"]))

    def fail(request: Request) -> None:
        waiting.discard(request)

    listeners = {"request": begin, "requestfinished": end, "requestfailed": fail}
    for event, listener in listeners.items():
        page.on(event, listener)
    window.open(path)
    while waiting or time.monotonic() - last < QUIET_SECONDS:
        page.wait_for_timeout(100)
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    return sorted(sent, key=lambda each: each.began)


def turns(sent: list[Sent]) -> list[list[str]]:
    """Return what goes out together: a turn ends with its first answer. What is asked again later is left out."""
    found: list[list[str]] = []
    answered = 0.0
    for each in sent:
        is_new_turn = not found or each.began > answered
        earlier = found if is_new_turn else found[:-1]
        if any(each.asked in turn for turn in earlier):
            continue
        if is_new_turn:
            found.append([])
            answered = each.ended
        found[-1].append(each.asked)
        answered = min(answered, each.ended)
    return found


def _asked(request: Request) -> str:
    address = request.url.partition(API)[2]
    return address if request.method == "GET" else f"{request.method} {address} {request.post_data or ''}"
