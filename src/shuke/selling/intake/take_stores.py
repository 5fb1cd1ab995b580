"""Take stores from a file, by their code."""

from datetime import date

from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as org_queries
from shuke.foundation.org.types import StoreKind, StoreRow
from shuke.selling.intake import tables
from shuke.selling.intake.cells import Rows
from shuke.selling.intake.run import Run


def take_stores(run: Run, rows: Rows) -> int:
    """Insert or update the chunk's stores; return how many were known."""
    taken = list(tables.first_of_each(rows, "code", "code"))
    known = org_queries.store_ids([str(rows.values["code"][row]) for row in taken])
    tables.salvage(
        taken,
        lambda part: _upsert(run, [_store(rows, row) for row in part]),
        lambda row, refusal: rows.reject(row, _column(run, refusal.field or "code"), tables.problem_of(refusal)),
    )
    return sum(1 for row in taken if row not in rows.problems and rows.values["code"][row] in known)


def store_ids(run: Run, codes: set[str]) -> dict[str, int]:
    """Return the ids of the stores, making those that nobody knows, unless the mapping forbids it."""
    found = org_queries.store_ids(codes)
    unknown = sorted(codes - found.keys())
    if unknown and not tables.missing(run.mapping, "stores"):
        found |= org.upsert_stores(rows=[StoreRow(code=code, name=code) for code in unknown], by=run.by, at=run.at)
    return found


def _upsert(run: Run, stores: list[StoreRow]) -> None:
    org.upsert_stores(rows=stores, by=run.by, at=run.at)


def _store(rows: Rows, row: int) -> StoreRow:
    def told(name: str) -> str:
        value = rows.values[name][row] if name in rows.values else None
        return "" if value is None else str(value)

    return StoreRow(
        code=told("code"),
        name=told("name") or told("code"),
        kind=StoreKind(told("kind") or StoreKind.DIRECT),
        region=told("region"),
        entity=told("entity"),
        opened_on=_day(rows, "opened_on", row),
        closed_on=_day(rows, "closed_on", row),
    )


def _day(rows: Rows, name: str, row: int) -> date | None:
    value = rows.values[name][row] if name in rows.values else None
    return value if isinstance(value, date) else None


def _column(run: Run, name: str) -> str:
    section = run.mapping.stores
    feed = section.columns.get(name) if section else None
    return " + ".join(feed.columns) if feed and feed.columns else name
