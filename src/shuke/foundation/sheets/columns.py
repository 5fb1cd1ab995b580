"""One way to look at a column, be it a list of cells or an Arrow array: its distinct cells and who has them.

Shops repeat themselves: 50,000 receipt lines hold some hundred stores and some thousand prices. Each distinct cell is
parsed once, which makes careful parsing in Python as fast as careless parsing elsewhere.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shuke.foundation.sheets.types import Cell, Column

Codes = npt.NDArray[np.int64]


def encode(column: Column) -> tuple[list[Cell], Codes]:
    """Return the distinct cells and, per row, the index of its cell."""
    if isinstance(column, list):
        return _encode_list(column)
    return _encode_arrow(column)


def cells(column: Column) -> list[Cell]:
    """Return every cell of the column in order."""
    if isinstance(column, list):
        return column
    values, codes = encode(column)
    return [values[code] for code in codes.tolist()]


def cell(column: Column, row: int) -> Cell:
    """Return one cell."""
    if isinstance(column, list):
        found: Cell = column[row]
        return found
    plain: Cell = _plain(column.slice(row, 1)).to_pylist()[0]
    return plain


def _encode_list(column: list[Cell]) -> tuple[list[Cell], Codes]:
    # the type is part of the key: 1, 1.0 and True are equal in Python but not in a spreadsheet
    index: dict[tuple[type, Cell], int] = {}
    codes = [index.setdefault((type(found), found), len(index)) for found in column]
    return [value for _, value in index], np.asarray(codes, dtype=np.int64)


def _encode_arrow(column: Any) -> tuple[list[Cell], Codes]:
    array = column if pa.types.is_dictionary(column.type) else _plain(column).dictionary_encode()
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    values: list[Cell] = _plain(array.dictionary).to_pylist()
    codes = pc.fill_null(pc.cast(array.indices, pa.int64()), len(values)).to_numpy(zero_copy_only=False)
    if array.null_count:
        values.append(None)
    return values, codes


def _plain(array: Any) -> Any:
    """Cast types whose Python form would be exotic: nanoseconds are no `datetime`, bytes no text."""
    if pa.types.is_timestamp(array.type) and array.type.unit == "ns":
        return pc.cast(array, pa.timestamp("us", array.type.tz), safe=False)
    if pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type):
        return pc.cast(array, pa.string())
    return array
