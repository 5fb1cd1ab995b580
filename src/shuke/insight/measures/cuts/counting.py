"""From sums to figures: ratios, each rounded once, and the compared days beside them; then columns and order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from shuke.foundation import money
from shuke.insight.measures.cuts import checking, naming
from shuke.insight.measures.cuts.document import Cut
from shuke.insight.measures.cuts.fields import Family, Group
from shuke.insight.measures.cuts.figures import RATIO_OF, SUM_OF
from shuke.insight.measures.cuts.reading import Key, Numbers, Taken
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Column, Ratio, ReportColumn, Unit, Value

Figures = tuple[int | None, ...]
Row = tuple[Value, ...]

WHOLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer for the days asked for and, where they are compared, for the days before; some figures are hidden."""

    cut: Cut
    now: Taken
    before: Taken | None
    hidden: frozenset[str]

    def rows(self) -> list[Row]:
        """Return a row for each key that there is now or was before."""
        keys = dict.fromkeys((*self.now.rows, *(self.before.rows if self.before else ())))
        return [(*key, *self._row(key)) for key in keys]

    def total(self) -> Row:
        """Return the figures of everything, below empty groups."""
        present = self._figures(self.now.total, self.now)
        beside = self._beside(present, self._figures(self.before.total, self.before)) if self.before else ()
        return (*(None for _ in self.cut.groups), *present, *beside)

    def columns(self, rules: Rules, as_of: date) -> tuple[ReportColumn, ...]:
        """Return the columns of a row: groups with what their keys are called, figures, and the compared ones."""
        shown = [self._of_group(place, name, rules, as_of) for place, name in enumerate(self.cut.groups)]
        plain = [ReportColumn(name, each.zh, each.en, each.unit) for name in self.cut.figures for each in [of(name)]]
        return (*shown, *plain, *(_beside_columns(plain) if self.before else ()))

    def _of_group(self, place: int, name: str, rules: Rules, as_of: date) -> ReportColumn:
        group = checking.group(name)
        answers = [taken for taken in (self.before, self.now) if taken]
        keys = {key[place] for taken in answers for key in taken.rows}
        names = {key: called for taken in answers for key, called in taken.names[place].items()}
        labels = naming.labels_of(group, keys, names, rules, as_of)
        return ReportColumn(group.name, group.zh, group.en, group.unit, labels)

    def _row(self, key: Key) -> Figures:
        present = self._figures(self.now.at(key), self.now)
        if self.before is None:
            return present
        return (*present, *self._beside(present, self._figures(self.before.at(key), self.before)))

    def _figures(self, numbers: Numbers, taken: Taken) -> Figures:
        return tuple(None if name in self.hidden else _figure(name, numbers, taken.total) for name in self.cut.figures)

    def _beside(self, present: Figures, past: Figures) -> Figures:
        columns = [of(name) for name in self.cut.figures]
        changes = [_change(*told) for told in zip(columns, present, past, strict=True)]
        return tuple(value for pair in zip(past, changes, strict=True) for value in pair)


def of(name: str) -> Column | Ratio:
    """Return what a figure is called and how it is read."""
    return RATIO_OF[name] if name in RATIO_OF else SUM_OF[name].column


def ordered(cut: Cut, columns: Sequence[ReportColumn], rows: Sequence[Row]) -> list[Row]:
    """Return the rows as the cut sorts them: unless it says how, time runs on and else the greatest comes first."""
    groups = [checking.group(name) for name in cut.groups]
    ranks = [_ranking(group, column) for group, column in zip(groups, columns, strict=False)]
    by_key = sorted(rows, key=lambda row: [rank(value) for rank, value in zip(ranks, row, strict=False)])
    if cut.sort is None and groups and groups[0].family is Family.TIME:
        return by_key
    place = [column.name for column in columns].index(cut.sort.field if cut.sort else cut.figures[0])
    known = [row for row in by_key if row[place] is not None]
    descending = cut.sort.descending if cut.sort else True
    rank = ranks[place] if place < len(ranks) else _rank
    known.sort(key=lambda row: rank(row[place]), reverse=descending)
    return known + [row for row in by_key if row[place] is None]


def _figure(name: str, numbers: Numbers, total: Numbers) -> int | None:
    ratio = RATIO_OF.get(name)
    if ratio is None:
        return numbers[name]
    part, whole = numbers[ratio.part], (total if ratio.of_total else numbers)[ratio.whole]
    if part is None or whole is None or whole <= 0:
        return None
    return money.ratio(part, ratio.scale, whole)


def _change(column: Column | Ratio, present: int | None, past: int | None) -> int | None:
    """Return by how much a figure changed: a share by its difference, everything else as a share of what it was."""
    if present is None or past is None:
        return None
    if column.unit is Unit.BP:
        return present - past
    return money.ratio(present - past, WHOLE, past) if past > 0 else None


def _beside_columns(columns: Sequence[ReportColumn]) -> Iterator[ReportColumn]:
    for each in columns:
        yield replace(each, name=f"before:{each.name}", zh=f"{each.zh}·对比期", en=f"{each.en}, before")
        points = each.unit is Unit.BP
        zh = f"{each.zh}·增减(百分点)" if points else f"{each.zh}·增减"
        en = f"{each.en}, change in points" if points else f"{each.en}, change"
        yield ReportColumn(f"change:{each.name}", zh, en, Unit.BP)


def _ranking(group: Group, column: ReportColumn) -> Callable[[Value], tuple[int, int, str]]:
    """Return how the keys of a group are put in order: RFM classes by their rank, everything else by itself."""
    if group.labels != "rfm":
        return _rank
    place = {key: at for at, key in enumerate(column.labels)}
    return lambda value: _rank(None if value is None else place.get(str(value), len(place)))


def _rank(value: Value) -> tuple[int, int, str]:
    """Order values of one column; what is not known comes last."""
    if value is None:
        return (2, 0, "")
    if isinstance(value, int):
        return (0, value, "")
    return (1, 0, value.isoformat() if isinstance(value, date) else value)
