"""Where a person is signed in: what each session remembers of its beginning, and how the others are ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from shuke.surfaces.staff import principals

_NOTE = "shuke_signed_in"
# The first that a browser's long name holds is what people call it.
_BROWSERS = (("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_LAST_RESORT = (("Safari", "Safari"),)
_SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac", "macOS"))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session. What is not known of its beginning stays empty."""

    key: str
    since: datetime | None
    ends_at: datetime
    address: str
    device: str


def note(request: HttpRequest, at: datetime) -> None:
    """Remember in a fresh session when, from where and by which browser it began."""
    request.session[_NOTE] = {
        "since": at.isoformat(),
        "address": principals.address(request),
        "device": device_of(request.headers.get("User-Agent", "")),
    }


def sessions_of(user_id: int, at: datetime) -> list[SignedIn]:
    """Return the live sessions of a login, the latest first."""
    found = [_signed_in(row, data) for row, data in _live(at) if data.get(SESSION_KEY) == str(user_id)]
    return sorted(found, key=lambda each: each.ends_at, reverse=True)


def end_others(user_id: int, but: str, at: datetime) -> int:
    """End every session of a login but one, and return how many there were."""
    keys = [each.key for each in sessions_of(user_id, at) if each.key != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def device_of(agent: str) -> str:
    """Return a browser and its system as people call them, e.g. "Chrome · Windows"."""
    browsers, systems = _BROWSERS + _LAST_RESORT, (*_SYSTEMS, ("Linux", "Linux"))
    named = (next((name for sign, name in table if sign in agent), "") for table in (browsers, systems))
    return " · ".join(name for name in named if name)


def _live(at: datetime) -> Iterator[tuple[Session, dict[str, Any]]]:
    for row in Session.objects.filter(expire_date__gt=at).iterator():
        yield row, row.get_decoded()


def _signed_in(row: Session, data: dict[str, Any]) -> SignedIn:
    told = data.get(_NOTE, {})
    since = datetime.fromisoformat(told["since"]) if told else None
    return SignedIn(row.session_key, since, row.expire_date, told.get("address", ""), told.get("device", ""))
