"""What an engine answered to a cut, by key: the sums of each row, the sums of all, and the names that came along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shuke.foundation.refusals import Refusal
from shuke.insight.measures.cuts import checking, writing
from shuke.insight.measures.cuts.document import Cut
from shuke.insight.measures.cuts.figures import sums_of
from shuke.insight.measures.types import Value

Key = tuple[Value, ...]
Numbers = Mapping[str, int | None]


class CutTooManyRows(Refusal):
    """The groups part the facts into more rows than anybody reads."""

    code = "measures.cut_too_many_rows"
    status = 422
    zh = "结果超过 {rows} 行,请减少分组或增加筛选"
    en = "The answer has more than {rows} rows: use fewer groups or more filters"


@dataclass(frozen=True, slots=True)
class Taken:
    """The sums of everything, those of each key, and what the keys of each group are called where rows say it."""

    total: Numbers
    rows: Mapping[Key, Numbers]
    names: tuple[Mapping[Value, str], ...]

    def at(self, key: Key) -> Numbers:
        """Return the sums of a key; of one that was not there, nothing."""
        return self.rows.get(key) or dict.fromkeys(self.total, 0)


def read(cut: Cut, rows: Sequence[Sequence[object]]) -> Taken:
    """Return the rows by key; refuse more than anybody reads."""
    if len(rows) > writing.MOST_ROWS + 1:
        raise CutTooManyRows(rows=writing.MOST_ROWS)
    groups = [checking.group(name) for name in cut.groups]
    named = [place for place, group in enumerate(groups) if group.named]
    sums = [figure.name for figure in sums_of(cut.figures)]
    first = len(groups) + len(named)
    total: Numbers = dict.fromkeys(sums, 0)
    found: dict[Key, Numbers] = {}
    names: tuple[dict[Value, str], ...] = tuple({} for _ in groups)
    for row in rows:
        plain = [_plain(value) for value in row]
        numbers = {name: _number(value) for name, value in zip(sums, plain[first + 1 :], strict=True)}
        if plain[first] == 1:
            total = {name: number or 0 for name, number in numbers.items()}
            if groups:
                continue
            numbers = dict(total)
        found[tuple(plain[: len(groups)])] = numbers
        for nth, place in enumerate(named):
            names[place][plain[place]] = str(plain[len(groups) + nth] or "")
    return Taken(total, found, names)


def _plain(value: object) -> Value:
    if value is None or isinstance(value, int | str | date):
        return value
    return int(str(value))


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None
