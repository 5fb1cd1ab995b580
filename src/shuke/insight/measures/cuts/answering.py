"""Put a cut to an engine, no longer than it may take, and return the answer with all that is needed to ask again."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shuke.foundation.refusals import Refusal
from shuke.insight.measures.cuts import checking, counting, days, reading, writing
from shuke.insight.measures.cuts.counting import Counted, Row
from shuke.insight.measures.cuts.days import Days, Shift
from shuke.insight.measures.cuts.document import Cut, CutCompare
from shuke.insight.measures.cuts.reading import Taken
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import ReportColumn
from shuke.insight.warehouse.types import Engine, Stopped

SECONDS: Final = 20.0


class CutTooHeavy(Refusal):
    """The engine worked longer than a cut may take."""

    code = "measures.cut_too_heavy"
    status = 422
    zh = "这个报表计算超过 {seconds} 秒,请缩短期间、减少分组或增加筛选"
    en = "This report took longer than {seconds} seconds: shorten the period, or use fewer groups or more filters"


@dataclass(frozen=True, slots=True)
class CutReport:
    """A cut's answer. The total is of everything within the filters, also where only the first rows are kept."""

    cut: Cut
    as_of: date
    days: Days
    compared: Days | None
    columns: tuple[ReportColumn, ...]
    rows: tuple[Row, ...]
    total: Row
    of_rows: int
    rule_version: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: how far (None: everywhere), by which clock, without which figures, and for how long at most."""

    zone: ZoneInfo
    stores: frozenset[int] | None = None
    hidden: frozenset[str] = frozenset()
    seconds: float = SECONDS


def taken(cut: Cut, *, as_of: date, reader: Reader, engine: Engine) -> CutReport:
    """Return the answer as known at the opening of `as_of`; refuse what is wrong, takes too long or is too much."""
    span = days.meant(cut.period, as_of - timedelta(days=1))
    grain = checking.checked(cut, span, as_of)
    rules = Rules(as_of)
    shift = None if cut.compare is CutCompare.NONE else days.shift_of(cut.compare, span)
    page = writing.Writing(cut, grain, span, as_of, reader.stores, reader.zone, rules)

    def ask(back: Shift | None) -> Taken:
        statement = page.statement(back)
        return reading.read(cut, engine.rows(statement.sql, statement.params).rows)

    with _no_longer_than(engine, reader.seconds):
        answer = Counted(cut, ask(None), None if shift is None else ask(shift), reader.hidden)
    columns = answer.columns(rules, as_of)
    rows = counting.ordered(cut, columns, answer.rows())
    return CutReport(
        cut=cut,
        as_of=as_of,
        days=span,
        compared=None if shift is None else days.before(span, shift),
        columns=columns,
        rows=tuple(rows[: cut.top]),
        total=answer.total(),
        of_rows=len(rows),
        rule_version=rules.used,
    )


@contextmanager
def _no_longer_than(engine: Engine, seconds: float) -> Iterator[None]:
    clock = threading.Timer(seconds, engine.stop)
    clock.start()
    try:
        yield
    except Stopped as stopped:
        raise CutTooHeavy(seconds=int(seconds)) from stopped
    finally:
        clock.cancel()
