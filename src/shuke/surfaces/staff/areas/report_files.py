"""Reports as files for people: whom and what a number means stands beside it, in the language of the reader."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shuke.foundation.db import bulk
from shuke.foundation.members import queries as members
from shuke.foundation.sheets.types import Cell
from shuke.insight.measures import queries as measures
from shuke.insight.measures.types import Report, ReportColumn, Unit, Value
from shuke.surfaces.staff import readable
from shuke.surfaces.staff.areas import naming
from shuke.surfaces.staff.readable import Language

MEMBER = (
    ReportColumn("number", "会员号", "Member no.", Unit.TEXT),
    ReportColumn("name_masked", "姓名", "Name", Unit.TEXT),
    ReportColumn("phone_masked", "手机", "Phone", Unit.TEXT),
)
"""What stands in the place of a member's id: name and phone masked, and nothing of whom the reader does not reach"""

_NOBODY: list[Cell] = [None, None, None]
_AT_ONCE = 1_000


def whole(name: str, asked: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked of a report as a file: a list is cut short only where somebody asks for so many rows."""
    known = measures.measures().get(name)
    most = {param.name: str(param.most) for param in known.params if param.name == "limit"} if known else {}
    return {**most, **asked}


def headings(taken: Report, language: Language) -> list[str]:
    """Return the names of the columns with their units; a member takes three columns."""
    return [each for column in taken.columns for each in readable.headings(_shown_for(column), language)]


def rows(taken: Report, language: Language) -> Iterator[list[Cell]]:
    """Return the rows in the order of the report, without its totals: a spreadsheet adds up by itself."""
    labelled = [_labelled(taken, place) for place in range(len(taken.columns))]
    known = _members(taken)
    for row in taken.rows:
        cells: list[Cell] = []
        for column, value in zip(labelled, row, strict=True):
            is_known = _is_member(column)
            cells += known.get(value, _NOBODY) if is_known else readable.cells([column], [value], language)
        yield cells


def _shown_for(column: ReportColumn) -> Sequence[ReportColumn]:
    return MEMBER if _is_member(column) else (column,)


def _is_member(column: ReportColumn) -> bool:
    return column.name == "member_id"


def _labelled(taken: Report, place: int) -> ReportColumn:
    column = taken.columns[place]
    if _is_member(column):
        return column
    values = {row[place] for row in taken.rows} if column.unit is Unit.ID else ()
    return replace(column, labels=naming.named(column, values, by=taken.params.get("by"), on=taken.as_of))


def _members(taken: Report) -> dict[Value, list[Cell]]:
    places = [place for place, column in enumerate(taken.columns) if _is_member(column)]
    ids = {int(str(row[place])) for place in places for row in taken.rows if row[place] is not None}
    return {
        row.member_id: [row.number, row.name_masked, row.phone_masked]
        for batch in bulk.batches(ids, _AT_ONCE)
        for row in members.many(batch)
    }
