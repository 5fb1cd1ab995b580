"""Headers as files have them: empty, doubled or surrounded by spaces; every column gets a name of its own."""

from collections.abc import Sequence

from shuke.foundation.sheets.guards import MOST_COLUMNS
from shuke.foundation.sheets.refused import unsafe
from shuke.foundation.sheets.texts import tidy
from shuke.foundation.sheets.types import Cell

WATERMARK_PREFIX = "__exported_by__"


def unique(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return a name per column: blanks become "column 3", a second "备注" becomes "备注 2".

    Trailing blanks and our own watermark are left out.
    """
    if len(cells) > MOST_COLUMNS:
        raise unsafe(f"列数超过 {MOST_COLUMNS}", f"more than {MOST_COLUMNS} columns")
    names = [tidy("" if cell is None else str(cell)) for cell in cells]
    while names and (not names[-1] or names[-1].startswith(WATERMARK_PREFIX)):
        names.pop()
    taken: set[str] = set()
    unique_names = []
    for index, name in enumerate(names, start=1):
        wanted = name or f"column {index}"
        candidate, turn = wanted, 1
        while candidate in taken:
            turn += 1
            candidate = f"{wanted} {turn}"
        taken.add(candidate)
        unique_names.append(candidate)
    return tuple(unique_names)
