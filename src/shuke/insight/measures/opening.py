"""Open a figure of a report: the members, or the receipts, that it was counted from.

They are read from the very sub-queries of the measure's page; only the SELECT that answers is another one. So what is
listed cannot differ from what was counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from shuke.foundation.refusals import Refusal
from shuke.insight.measures import composing
from shuke.insight.measures.binding import Bound, Question, Statement, bind
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.measures.types import Behind, Measure, Opening, Unit

Cell = Mapping[str, str | None]
"""The columns that name a row, each with its value as text; a column that is left out takes in all rows."""

_WORDS: Final = (Unit.TEXT, Unit.DATE)


class NotOpened(Refusal):
    """The figure counts nothing that could be listed."""

    code = "measures.not_opened"
    status = 422
    zh = "这个数字没有明细可打开:{figure}"
    en = "There is nothing to open behind this figure: {figure}"


class WrongCell(Refusal):
    """The row is named by a column that does not name rows, by a wrong value, or not at all."""

    code = "measures.wrong_cell"
    status = 422
    zh = "单元格 {name} 不对:{value}"
    en = "The cell's {name} is wrong: {value}"


def find(measure: Measure, behind: Behind, figure: str, cell: Cell) -> Opening:
    """Return how the figure is opened in that cell; refuse a figure that is not, and a cell that cannot be."""
    opening = next((one for one in measure.openings(figure) if one.behind is behind), None)
    if opening is None:
        raise NotOpened(field="figure", figure=figure[:60])
    for name, value in cell.items():
        _check(measure, opening, name, value)
    for name in opening.needs:
        if cell.get(name) is None:
            raise WrongCell(field="at", name=name, value="-")
    return opening


def statement(asked: Question, rules: Rules, opening: Opening, figure: str, cell: Cell) -> Statement:
    """Return the statement that lists what stands behind the figure: `id` and `amount`, which sums up to the figure.

    Members come by id, receipts the latest first.
    """
    given: dict[str, Bound] = {f"at_{name}": value for name, value in cell.items()}
    return bind(asked, rules, page=_page(asked.measure, opening, opening.figures[figure], cell), more=given)


def _check(measure: Measure, opening: Opening, name: str, value: str | None) -> None:
    column = next((one for one in measure.columns if one.name == name), None)
    if column is None or (name not in opening.keys and name not in opening.needs):
        raise WrongCell(field="at", name=name[:60], value=(value or "-")[:60])
    if value is not None and not _fits(column.unit, value):
        raise WrongCell(field="at", name=name, value=value[:60])
    if name in opening.rows and value not in opening.rows[name]:
        raise NotOpened(field="at", figure=value or name)


def _fits(unit: Unit, value: str) -> bool:
    try:
        if unit is Unit.DATE:
            date.fromisoformat(value)
        elif unit not in _WORDS:
            int(value)
    except ValueError:
        return False
    return True


def _page(measure: Measure, opening: Opening, amount: str, cell: Cell) -> str:
    """Write the page that lists instead of counting; ids and money are called alike in every source."""
    listed = "member_id" if opening.behind is Behind.MEMBERS else "receipt_id"
    side = "o" if opening.trades else "t"
    read = f"FROM {opening.source} {side}"
    if opening.trades:
        read += f" JOIN {opening.trades} t ON t.member_id = o.member_id"
    order = "t.member_id" if opening.behind is Behind.MEMBERS else "t.business_date DESC, t.receipt_id DESC"
    kept = [
        f"CAST({side}.{opening.keys[name]} AS VARCHAR) IS NOT DISTINCT FROM $at_{name}"
        for name in cell
        if name in opening.keys
    ]
    kept += [f"({opening.where})"] if opening.where else []
    kept += [f"{amount} <> 0"]
    once = "DISTINCT " if opening.once else ""
    answer = f"SELECT {once}t.{listed} AS id, {amount} AS amount {read} WHERE {' AND '.join(kept)} ORDER BY {order}"
    return f"{composing.before_the_answer(measure.sql)}\n{answer}"
