"""What each page of the console asks of the staff API when it is opened, as `asked.toml` keeps it.

A page asks in turns: what stands in one turn goes out at once, the next one waits for its answers. Addresses name
what differs from chain to chain: `{member_id}`, and days as `{day-30}` from today or `{month-12}` from the first of
this month, `{month-12~}` without its day. `tests/e2e/test_asked.py` opens every page in a browser and holds the file
against what it sees.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

FILE = Path(__file__).with_name("asked.toml")
Turns = tuple[tuple[str, ...], ...]

_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTH = re.compile(r"(?<=month=)(\d{4})-(\d\d)\b")
_PLACE = re.compile(r"\{(\w+?)([+-]\d+)?(~?)\}")


def pages() -> dict[str, Turns]:
    """Return by page, named as the features name it, what it asks, turn by turn."""
    kept = tomllib.loads(FILE.read_text("utf-8"))
    return {page: tuple(tuple(turn) for turn in turns) for page, turns in kept.items()}


def template(address: str, ids: Mapping[str, str], today: date) -> str:
    """Return an address as it is kept: with names for ids and for days that move with today."""
    address = unquote(address)
    for name, value in sorted(ids.items(), key=lambda each: -len(each[1])):
        address = re.sub(rf"(?<![\w.]){re.escape(value)}(?![\w.])", f"{{{name}}}", address)
    address = _MONTH.sub(lambda found: f"{_told(date(int(found[1]), int(found[2]), 1), today)[:-1]}~}}", address)
    return _DAY.sub(lambda found: _told(date(*map(int, found.groups())), today), address)


def filled(kept: str, ids: Mapping[str, str], today: date) -> str:
    """Return the address of today in this chain."""

    def fill(found: re.Match[str]) -> str:
        name, by = found[1], int(found[2] or 0)
        if name == "day":
            return str(today + timedelta(days=by))
        if name == "month":
            return str(_month(today, by))[: 7 if found[3] else 10]
        return ids[name]

    return _PLACE.sub(fill, kept)


def written(asked: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """Return the text of the file."""
    lines = []
    for page, turns in asked.items():
        lines.append(f'"{page}" = [')
        for turn in turns:
            lines += ["  [", *(f"    {_quoted(address)}," for address in turn), "  ],"]
        lines.append("]")
    return "\n".join(lines) + "\n"


def _quoted(address: str) -> str:
    return f"'{address}'" if '"' in address else f'"{address}"'


def _told(day: date, today: date) -> str:
    if day.day == 1:
        months = (day.year - today.year) * 12 + day.month - today.month
        return f"{{month{months:+}}}" if months else "{month}"
    days = (day - today).days
    return f"{{day{days:+}}}" if days else "{day}"


def _month(today: date, by: int) -> date:
    months = today.year * 12 + today.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)
