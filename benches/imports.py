"""Import real retail data, the Complete Journey: rows a second, beside a bare read of the same file.

The data is looked for in SHUKE_SHARED_DATA, or in `shared/data` beside the checkout.
"""

import os
import sys
from pathlib import Path

import harness
import pyarrow.compute as pc
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

        paths = [*sample(folder, home, asked.size), folder / "demographics.parquet"]
        mapping = queries.ready_mappings()["completejourney"]

        summaries = []

        def bring_in() -> None:
            summary = intake.import_files(kind=Kind.RECEIPTS, paths=paths, mapping=mapping, by=SYSTEM, at=clock.now())
            summaries.append(summary)

        took = harness.timed(bring_in)
        again = harness.timed(bring_in)
        bare = harness.timed(lambda: [pq.read_table(path).to_pylist() for path in paths])
    first = summaries[0]
    figures = [
        harness.Figure("import", took, "s", "reading the rows alone", bare),
        harness.Figure("the same files again", again, "s", "first import", took),
        harness.Figure("rows per second", first.rows / took, "1/s"),
    ]
    harness.tell("import", figures, asked.format, rows=first.rows, receipts=first.receipts)


def sample(source: Path, target: Path, size: float) -> list[Path]:
    """Write the first lines and the products they name; the last basket may be cut short."""
    lines = pq.read_table(source / "transactions.parquet")
    lines = lines.slice(0, max(1_000, int(len(lines) * min(size, 1))))
    products = pq.read_table(source / "products.parquet")
    products = products.filter(pc.is_in(products["product_id"], pc.unique(lines["product_id"])))
    pq.write_table(lines, target / "transactions.parquet")
    pq.write_table(products, target / "products.parquet")
    return [target / "transactions.parquet", target / "products.parquet"]


if __name__ == "__main__":
    main()
