"""Dates and moments in the many forms that tills and spreadsheets give them, Excel's day numbers among them."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from shuke.foundation.sheets import problems, texts
from shuke.foundation.sheets.types import Cell, Problem

Order = Literal["ymd", "dmy", "mdy", ""]
_EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall-clock moment; the zone is put on afterwards
_EXCEL_SERIAL = re.compile(r"([2-6]\d{4}|7[0-2]\d{3})(\.\d+)?")
_DAY = re.compile(r"(\d{4})[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2})?)?")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[- ,]+(\d{4})|([A-Za-z]{3,9})[ .]+(\d{1,2}),? +(\d{4})")
_CLOCK = re.compile(
    r"(上午|下午|晚上|早上|中午|am|pm)?\s*(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2}))?(?:[.,](\d{1,9}))?[分秒]?\s*(am|pm)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:Z|UTC|([+-])(\d{2}):?(\d{2}))$", re.IGNORECASE)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: index for index, name in enumerate(_MONTH_NAMES, start=1)}
_AFTERNOON = frozenset({"下午", "晚上", "pm", "PM", "Pm"})
_FORENOON = frozenset({"上午", "早上", "am", "AM", "Am"})


def day(cell: Cell, *, order: Order = "") -> date | Problem | None:
    """Read a calendar day; the time of day, if any, is left out."""
    found = _wall_clock(cell, order)
    return found.date() if isinstance(found, datetime) else found


def moment(cell: Cell, *, zone: ZoneInfo, order: Order = "") -> datetime | Problem | None:
    """Read an instant as UTC; a cell without its own zone is wall-clock time in `zone`, and without a time midnight."""
    found = _wall_clock(cell, order)
    if found is None or isinstance(found, Problem):
        return found
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _wall_clock(cell: Cell, order: Order) -> datetime | Problem | None:
    if isinstance(cell, datetime):
        return _in_range(cell)
    if isinstance(cell, date):
        return _in_range(datetime.combine(cell, time.min))
    if isinstance(cell, str) and len(cell) > 100:
        return problems.TOO_LONG
    found = texts.plain(cell)
    if found is None:
        return None
    try:
        parsed = _from_digits(found) or _from_text(found, order)
    except (ValueError, OverflowError):
        return problems.NO_SUCH_DAY
    return _in_range(parsed) if isinstance(parsed, datetime) else parsed


def _in_range(found: datetime) -> datetime | Problem:
    return found if 1900 <= found.year <= 2100 else problems.DATE_OUT_OF_RANGE


def _from_digits(found: str) -> datetime | None:
    """Read digits only: 20240102, 20240102130405, Excel's 45293.5, seconds or milliseconds since 1970."""
    if _EXCEL_SERIAL.fullmatch(found):
        return (_EXCEL_ZERO + timedelta(days=float(found)) + timedelta(milliseconds=500)).replace(microsecond=0)
    if re.fullmatch(r"1\d{9}", found):
        return datetime.fromtimestamp(int(found), UTC)
    if re.fullmatch(r"1\d{12}", found):
        return datetime.fromtimestamp(int(found) / 1000, UTC)
    solid = _SOLID.fullmatch(found)
    if solid is None:
        return None
    year, month, day_, hour, minute, second = (int(part or 0) for part in solid.groups())
    return datetime(year, month, day_, hour, minute, second)  # noqa: DTZ001 - the zone is put on afterwards


def _from_text(found: str, order: Order) -> datetime | Problem:
    taken = _date_part(found, order)
    if isinstance(taken, Problem):
        return taken
    the_day, rest = taken
    rest, zone = _zone_part(rest.strip(" T\t"))
    clock = _clock(rest)
    return clock if isinstance(clock, Problem) else datetime.combine(the_day, clock, zone)


def _zone_part(rest: str) -> tuple[str, timezone | None]:
    match = _OFFSET.search(rest)
    if match is None:
        return rest, None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return rest[: match.start()].strip(), timezone(-offset if sign == "-" else offset)


def _date_part(found: str, order: Order) -> tuple[date, str] | Problem:
    if match := _DAY.match(found):
        year, month, day_ = (int(part) for part in match.groups())
        return date(year, month, day_), found[match.end() :]
    if match := _NAMED.match(found):
        return _named(match), found[match.end() :]
    if match := _SHORT.match(found):
        taken = _short(match, order)
        return taken if isinstance(taken, Problem) else (taken, found[match.end() :])
    return problems.NOT_A_DATE


def _named(match: re.Match[str]) -> date:
    day_, month, year, month_first, day_second, year_last = match.groups()
    index = _MONTHS.get((month or month_first).lower()[:3])
    if index is None:
        raise ValueError("no such month")
    return date(int(year or year_last), index, int(day_ or day_second))


def _short(match: re.Match[str], order: Order) -> date | Problem:
    first, second, last = (int(part) for part in match.groups())
    four_digits = len(match.group(3)) == 4
    if not four_digits:
        if order == "ymd":
            return date(2000 + first, second, last)
        if not order:
            return problems.AMBIGUOUS_DATE
        last += 2000 if last < 70 else 1900
    if order == "dmy" or (order != "mdy" and first > 12):
        return date(last, second, first)
    if order == "mdy" or second > 12 or first == second:
        return date(last, first, second)
    return problems.AMBIGUOUS_DATE


def _clock(rest: str) -> time | Problem:
    if not rest or rest.startswith(("星期", "周")):
        return time.min
    match = _CLOCK.fullmatch(rest)
    if match is None:
        return problems.NOT_A_DATE
    before, hour, minute, second, fraction, after = match.groups()
    half = before or after or ""
    hours = int(hour)
    if half in _AFTERNOON and hours < 12:
        hours += 12
    if half in _FORENOON and hours == 12:
        hours = 0
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    return time(hours, int(minute), int(second or 0), micro)
