"""Import real retail data, the Complete Journey: rows a second, beside a bare read of the same file.

The data is looked for in SHUKE_SHARED_DATA, or in `shared/data` beside the checkout.
"""

import os
import sys
from pathlib import Path

import harness
import pyarrow.parquet as pq


def main() -> None:
    asked = harness.arguments(__doc__)
    data = Path(os.environ.get("SHUKE_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    folder = data / "completejourney"
    if not folder.is_dir():
        harness.note(f"import: left out, there is no {folder} (set SHUKE_SHARED_DATA)")
        sys.exit(0)
    with harness.own_installation() as home:
        from shuke.foundation import clock
        from shuke.foundation.actors import SYSTEM
        from shuke.selling.intake import operations as intake
        from shuke.selling.intake import queries
        from shuke.selling.intake.types import Kind

        receipts = sample(folder / "transactions.parquet", home / "transactions.parquet", asked.size)
        paths = [receipts, folder / "products.parquet", folder / "demographics.parquet"]
        mapping = queries.ready_mappings()["completejourney"]

        def bring_in() -> None:
            nonlocal summary
            summary = intake.import_files(kind=Kind.RECEIPTS, paths=paths, mapping=mapping, by=SYSTEM, at=clock.now())

        summary = None
        took = harness.timed(bring_in)
        again = harness.timed(bring_in)
        bare = harness.timed(lambda: [pq.read_table(path).to_pylist() for path in paths])
    assert summary is not None
    figures = [
        harness.Figure("import", took, "s", "reading the rows alone", bare),
        harness.Figure("the same files again", again, "s", "first import", took),
        harness.Figure("rows per second", summary.rows / took, "1/s"),
    ]
    harness.tell("import", figures, asked.format, rows=summary.rows, receipts=summary.receipts)


def sample(source: Path, target: Path, size: float) -> Path:
    """Write the first rows of the file; the last basket may be cut short."""
    table = pq.read_table(source)
    pq.write_table(table.slice(0, max(1_000, int(len(table) * min(size, 1)))), target)
    return target


if __name__ == "__main__":
    main()
