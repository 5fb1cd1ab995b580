"""Parquet files, read in batches; texts stay dictionary-encoded, so that a repeated long cell is held once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from shuke.foundation.sheets import headers
from shuke.foundation.sheets.refused import unreadable
from shuke.foundation.sheets.types import Chunk


class ParquetTable:
    """A Parquet file; its line numbers count rows from 1, for it has no header line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            about: Any = pq.read_metadata(path)
            self._schema = about.schema.to_arrow_schema()
        except (pa.ArrowException, OSError) as error:
            raise unreadable("Parquet 文件已损坏", "the Parquet file is damaged") from error
        self._flat = [field.name for field in self._schema if not pa.types.is_nested(field.type)]
        self.header = headers.unique(self._flat)
        self.row_count: int | None = about.num_rows

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows in order."""
        texts = [name for name in self._flat if pa.types.is_string(self._schema.field(name).type)]
        try:
            file: Any = pq.ParquetFile(self._path, read_dictionary=texts)
            line = 1
            for batch in file.iter_batches(batch_size=size, columns=self._flat, use_threads=False):
                columns = dict(zip(self.header, batch.columns, strict=True))
                yield Chunk(lines=range(line, line + batch.num_rows), columns=columns)
                line += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise unreadable("Parquet 文件已损坏", "the Parquet file is damaged") from error
