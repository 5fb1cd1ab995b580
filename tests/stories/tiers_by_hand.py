"""The tier programme that a new chain starts with, read from its document and applied by hand to one member's days.

Silver is reached with 1,000 yuan in twelve months or 500 at once, gold with 3,000, black with 8,000; each is held for
twelve months, kept with four fifths of that, and else falls by one step.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

REACHED_WITH = {2: 100_000, 3: 300_000, 4: 800_000}
AT_ONCE = {2: 50_000}
KEPT_WITH = {2: 80_000, 3: 240_000, 4: 640_000}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Move:
    from_level: int
    to_level: int
    kind: str
    on: date
    until: date | None


def year_later(day: date, years: int = 1) -> date:
    return date(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1]))


def last_day(level: int, begins: date) -> date | None:
    return None if level == 1 else year_later(begins) - ONE_DAY


def moves_of(spent: Sequence[tuple[date, int]], today: date) -> list[Move]:
    """The moves of a member who spent so many fen on these days, in order, as far as they have happened by today."""
    moves: list[Move] = []
    for place, (day, _) in enumerate(spent):
        moves += ended_before(day, spent, moves)
        if not moves:
            moves.append(Move(0, 1, "join", day, None))
        known = spent[: place + 1]
        year = sum(fen for on, fen in known if year_later(day, -1) < on)
        largest = max(fen for on, fen in known if on == day)
        reached = [level for level, fen in REACHED_WITH.items() if year >= fen]
        reached += [level for level, fen in AT_ONCE.items() if largest >= fen]
        if reached and max(reached) > moves[-1].to_level:
            moves.append(Move(moves[-1].to_level, max(reached), "upgrade", day, last_day(max(reached), day)))
    return moves + ended_before(today, spent, moves)


def ended_before(day: date, spent: Sequence[tuple[date, int]], so_far: Sequence[Move]) -> list[Move]:
    """What became of each validity that ended before the day: held on, or one step down."""
    moves: list[Move] = []
    last = so_far[-1] if so_far else None
    while last is not None and last.until is not None and last.until < day:
        within = sum(fen for on, fen in spent if last.on <= on <= last.until)
        kept = within >= KEPT_WITH[last.to_level]
        level = last.to_level if kept else last.to_level - 1
        begins = last.until + ONE_DAY
        last = Move(last.to_level, level, "keep" if kept else "downgrade", begins, last_day(level, begins))
        moves.append(last)
    return moves


def level_on(moves: Sequence[Move], day: date) -> int | None:
    """The level held on the day, counting what happened on it."""
    past = [move for move in moves if move.on <= day]
    return past[-1].to_level if past else None
