"""The kept sums of the sealed stretch: written by the seal alone, in its transaction, for the sets that it chains.

A question reads the sums and, in the same statement, the sets that no seal has chained yet: so it sees each set once,
whatever is sealed meanwhile. `prove` derives all sums anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from shuke.foundation.db import rows as plain
from shuke.ledgers.book.models import Seal

LATE = timedelta(hours=6)
"""How long after its recorded instant a set may be committed. An unchained set older than that was smuggled in."""

AT_ONCE = 100_000
"""So many sets are summed by one statement: over a whole book it would sort all postings at once, in as much memory."""

# A set has at most one posting of the house in each currency; what has none was moved among holders.
HOUSE = (
    "LEFT JOIN book_posting h ON h.set_id = p.set_id AND h.currency = p.currency AND h.bucket = '-' "
    "LEFT JOIN book_account a ON a.id = h.account_id"
)


def month(column: str) -> str:
    """Both databases write a date as 2026-03-10; its first seven letters are the month."""
    return f"SUBSTR(CAST({column} AS VARCHAR(10)), 1, 7)"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table of sums: its keys, each with what it is of a posting `p` in a set `s`, and what is joined for that."""

    table: str
    keys: dict[str, str]
    joins: str

    def of(self, sets: str, condition: str) -> str:
        """Write the sums of the postings of some sets, read as `s`."""
        told = ", ".join(f"{expression} AS {key}" for key, expression in self.keys.items())
        return (
            f"SELECT {told}, SUM(p.amount) AS amount FROM {sets} JOIN book_posting p ON p.set_id = s.id {self.joins} "
            f"WHERE p.bucket <> '-' AND {condition} GROUP BY {self.places}"
        )

    def add_to(self, table: str, first: int, last: int) -> None:
        """Add the sets at these positions of the chain to a table of such sums."""
        plain.change(
            f"INSERT INTO {table} ({self.names}, amount) {self.of(_CHAINED, 'k.position BETWEEN %s AND %s')} "
            f"ON CONFLICT ({self.names}) DO UPDATE SET amount = {table}.amount + excluded.amount",
            [first, last],
        )

    @property
    def anew(self) -> str:
        """The table of the same sums while they are derived anew."""
        return f"derived_{self.table}"

    @property
    def names(self) -> str:
        """The keys' names."""
        return ", ".join(self.keys)

    @property
    def places(self) -> str:
        """The keys' places in what is selected."""
        return ", ".join(str(place) for place in range(1, len(self.keys) + 1))


FLOWS = Kept(
    "book_flow_sum",
    {
        "day": "s.business_date",
        "currency": "p.currency",
        "store_id": "COALESCE(l.store_id, 0)",
        "funder_id": "COALESCE(l.funder_id, 0)",
        "house": "COALESCE(a.holder_id, 0)",
        "acting_id": "COALESCE(s.store_id, 0)",
    },
    f"LEFT JOIN book_lot l ON l.id = p.lot_id {HOUSE}",
)
AGES = Kept(
    "book_age_sum",
    {
        "day": "s.business_date",
        "currency": "p.currency",
        "issued_in": month("b.business_date"),
        "ends_in": f"COALESCE({month('l.expires_on')}, '')",
        "house": "COALESCE(a.holder_id, 0)",
    },
    "JOIN book_lot l ON l.id = p.lot_id JOIN book_lot r ON r.id = COALESCE(l.root_lot_id, l.id) "
    f"JOIN book_posting_set b ON b.id = r.set_id {HOUSE}",
)
_KEPT = (FLOWS, AGES)
_CHAINED = "book_link k JOIN book_posting_set s ON s.id = k.set_id"
_UNCHAINED = "NOT EXISTS (SELECT 1 FROM book_link k WHERE k.set_id = s.id)"


def add(first: int, last: int) -> None:
    """Add the sets at these positions of the chain to the sums."""
    for start, end in _stretches(first, last):
        for kept in _KEPT:
            kept.add_to(kept.table, start, end)


def everything(kept: Kept, condition: str, values: Sequence[object]) -> tuple[str, list[object]]:
    """Write the kept sums and those of the sets that are not chained yet, with the values; some keys may come twice.

    The condition names its columns so: `{day} < %s AND {currency} = %s`.
    """
    unchained, since = _UNCHAINED, list[object]()
    if (opened := open_since()) is not None:
        unchained, since = f"s.recorded_at >= %s AND {_UNCHAINED}", [_instant(opened)]
    statement = (
        f"SELECT {kept.names}, amount FROM {kept.table} WHERE {condition.format(day='day', currency='currency')} "
        f"UNION ALL {kept.of('book_posting_set s', f'{unchained} AND {condition.format_map(kept.keys)}')}"
    )
    return statement, [*values, *since, *values]


@contextmanager
def derived() -> Iterator[None]:
    """Hold all sums derived anew in tables of this connection alone."""
    ((last,),) = plain.fetch("SELECT COALESCE(MAX(position), 0) FROM book_link", [])
    for kept in _KEPT:
        plain.change(f"CREATE TEMPORARY TABLE {kept.anew} AS SELECT * FROM {kept.table} WHERE 1 = 0", [])
        plain.change(f"CREATE UNIQUE INDEX {kept.anew}_keys ON {kept.anew} ({kept.names})", [])
    for start, end in _stretches(1, last):
        for kept in _KEPT:
            kept.add_to(kept.anew, start, end)
    yield
    for kept in _KEPT:
        plain.change(f"DROP TABLE {kept.anew}", [])


def wrong(kept: Kept) -> str:
    """Write the statement that returns each sum that is not the derived one: by how much, and its keys."""
    return (
        f"SELECT NULL, NULL, NULL, SUM(amount), {kept.names} FROM (SELECT {kept.names}, amount FROM {kept.table} "
        f"UNION ALL SELECT {kept.names}, -amount FROM {kept.anew}) compared "
        f"GROUP BY {kept.names} HAVING SUM(amount) <> 0"
    )


def _stretches(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, AT_ONCE):
        yield start, min(start + AT_ONCE - 1, last)


def open_since() -> datetime | None:
    """Return since when sets may be unchained; None when nothing was ever sealed."""
    sealed_at = Seal.objects.order_by("-number").values_list("sealed_at", flat=True).first()
    return sealed_at - LATE if sealed_at is not None else None


def _instant(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)
