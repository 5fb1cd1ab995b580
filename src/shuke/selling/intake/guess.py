"""What a file seems to be, from its headers and cells: a proposal with a confidence, for somebody to confirm."""

import json
from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from shuke.foundation.sheets import dates, numbers, phones, texts
from shuke.foundation.sheets.types import Cell, Problem
from shuke.selling.intake import fields
from shuke.selling.intake.fields import Field, Reading
from shuke.selling.intake.rejects import masked
from shuke.selling.intake.types import Guess, GuessedColumn, Kind

_EXACT, _PART, _CELLS_ONLY = 70, 45, 15
_SURE_ENOUGH = 40
_UTC = ZoneInfo("UTC")
_READERS: Mapping[Reading, Callable[[Cell], object]] = {
    Reading.PHONE: phones.phone,
    Reading.DAY: dates.day,
    Reading.MOMENT: lambda cell: dates.moment(cell, zone=_UTC),
    Reading.AMOUNT: numbers.amount_fen,
    Reading.QUANTITY: numbers.quantity_milli,
    Reading.WHOLE: numbers.whole,
    Reading.CODE: texts.code,
    Reading.TEXT: texts.text,
    Reading.CHOICE: texts.text,
}


def guess(kind: Kind | None, header: Sequence[str], cells: Mapping[str, Sequence[Cell]]) -> Guess:
    """Return the best proposal for the kind, or for the kind that fits best."""
    kinds = list(Kind) if kind is None else [kind]
    proposals = {each: _columns(each, header, cells) for each in kinds}
    best = max(kinds, key=lambda each: _merit(each, proposals[each]))
    columns = proposals[best]
    fed = {column.field for column in columns}
    used = {column.column for column in columns}
    return Guess(
        kind=best,
        columns=columns,
        unused=tuple(name for name in header if name not in used),
        missing=tuple(name for name, field in fields.fields_of(best).items() if field.required and name not in fed),
        samples=_samples(best, columns, header, cells),
        header=tuple(header),
        mapping=_document(best, columns),
    )


def _columns(kind: Kind, header: Sequence[str], cells: Mapping[str, Sequence[Cell]]) -> tuple[GuessedColumn, ...]:
    """Give each field the column that speaks most for it; a column feeds one field."""
    scored = sorted(
        (
            (score, -place, field.name, name, because)
            for place, name in enumerate(header)
            for field in fields.FIELDS[kind]
            for score, because in [_score(field, name, cells.get(name, ()))]
            if score >= _SURE_ENOUGH
        ),
        reverse=True,
    )
    taken: dict[str, GuessedColumn] = {}
    used: set[str] = set()
    for score, _, field_name, name, because in scored:
        if field_name not in taken and name not in used:
            taken[field_name] = GuessedColumn(field_name, name, score, because)
            used.add(name)
    return tuple(taken[field.name] for field in fields.FIELDS[kind] if field.name in taken)


def _score(field: Field, name: str, cells: Sequence[Cell]) -> tuple[int, str]:
    by_name, because = _by_name(field, name)
    told = [cell for cell in cells if texts.plain(cell) is not None][:50]
    if not told:
        return by_name, because
    read = _READERS[field.reading]
    share = sum(1 for cell in told if not isinstance(read(cell), Problem)) * 100 // len(told)
    if by_name:
        return max(by_name + (share - 70), 0), f"{because}, {share} % of the cells fit"
    if field.reading is Reading.PHONE and share >= 80:
        return _CELLS_ONLY + share // 2, f"{share} % of the cells are phones"
    return 0, ""


def _by_name(field: Field, name: str) -> tuple[int, str]:
    plain = texts.half_width(name).strip().lower().replace(" ", "_")
    bare = plain.split("(")[0].rstrip("_")
    for place, known in enumerate(field.names):
        if known in {bare, plain}:
            return _EXACT - min(place, 5), f"named {known}"
    for known in field.names:
        if len(known) >= 2 and known in bare:
            return _PART, f"named like {known}"
    return 0, ""


def _merit(kind: Kind, columns: Sequence[GuessedColumn]) -> int:
    fed = {column.field for column in columns}
    missing = sum(1 for name, field in fields.fields_of(kind).items() if field.required and name not in fed)
    return sum(column.confidence for column in columns) - 100 * missing


def _samples(
    kind: Kind, columns: Sequence[GuessedColumn], header: Sequence[str], cells: Mapping[str, Sequence[Cell]]
) -> tuple[tuple[str, ...], ...]:
    known = fields.fields_of(kind)
    personal = {column.column for column in columns if known[column.field].personal}
    count = min((len(column) for column in cells.values()), default=0)
    return tuple(tuple(_shown(cells[name][row], name in personal) for name in header) for row in range(min(count, 5)))


def _shown(cell: Cell, is_personal: bool) -> str:
    text = (texts.plain(cell) or "")[:60]
    # what nobody has recognised may be personal all the same
    return masked(text) if is_personal or isinstance(phones.phone(cell), str) else text


def _document(kind: Kind, columns: Sequence[GuessedColumn]) -> str:
    member = next((column for column in columns if column.field == "member"), None)
    is_phone = member is not None and any(word in member.column for word in ("手机", "电话", "phone", "mobile"))
    head = (
        [] if kind is not Kind.RECEIPTS or member is None else [f'member_by = "{"phone" if is_phone else "legacy_id"}"']
    )
    body = [f"{column.field} = {json.dumps(column.column, ensure_ascii=False)}" for column in columns]
    return "\n".join([*head, f"[{kind.value}.columns]", *body, ""])
