"""Receipts, second pass: read the sorted rows, make receipts of them, and record them chunk by chunk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow.parquet as pq

from shuke.foundation.members import operations as members
from shuke.foundation.members import queries as member_queries
from shuke.foundation.members.types import IdentityKind, NewMember, Source
from shuke.foundation.org import queries as org
from shuke.selling.intake import staging, take_members, take_products, take_stores
from shuke.selling.intake.run import Run
from shuke.selling.sales import operations as sales
from shuke.selling.sales import queries as sales_queries
from shuke.selling.sales.types import NewLine, NewReceipt

CHUNK = 20_000
_BATCH_OF_MEMBERS = 5_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RETURNED_WITH_SALE = "~R"
_KEY = itemgetter("store", "receipt")

StagedRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Receipt:
    """The rows of one receipt; `doubled` rows repeated a line number and are left out."""

    rows: list[StagedRow]
    doubled: int

    @property
    def size(self) -> int:
        """How many rows of the file it takes up."""
        return len(self.rows) + self.doubled


def load(run: Run) -> None:
    """Record the staged receipts from the run's position on."""
    file = pq.ParquetFile(staging.sorted_file(run))
    total, consumed = file.metadata.num_rows, 0
    for groups in _chunks(file):
        consumed += sum(group.size for group in groups)
        if consumed <= run.record.position:
            continue
        with run.chunk(position=consumed):
            _record(run, groups)
        run.tell("receipts", consumed, total)


def _chunks(file: Any) -> Iterator[list[_Receipt]]:
    """Yield whole receipts, some 20,000 rows at a time; the cut never falls within a receipt."""
    carried: list[StagedRow] = []
    for batch in file.iter_batches(batch_size=CHUNK):
        rows = carried + batch.to_pylist()
        last = _KEY(rows[-1])
        cut = len(rows)
        while cut and _KEY(rows[cut - 1]) == last:
            cut -= 1
        carried = rows[cut:]
        if cut:
            yield _receipts(rows[:cut])
    if carried:
        yield _receipts(carried)


def _receipts(rows: list[StagedRow]) -> list[_Receipt]:
    return [_without_doubles(list(group)) for _, group in groupby(rows, key=_KEY)]


def _without_doubles(rows: list[StagedRow]) -> _Receipt:
    seen: set[int] = set()
    kept = []
    for row in rows:
        number = row["line_no"]
        if number is None or number not in seen:
            kept.append(row)
            seen.add(number)
    return _Receipt(kept, len(rows) - len(kept))


def _record(run: Run, groups: list[_Receipt]) -> None:
    stores = _store_ids(run, groups)
    known = set(sales_queries.ids_by_external(run.mapping.source, [str(g.rows[0]["receipt"]) for g in groups]))
    fresh = [g for g in groups if (stores.get(g.rows[0]["store"], 0), g.rows[0]["receipt"]) not in known]
    accepted = sum(len(group.rows) for group in fresh)
    run.record.accepted += accepted
    run.record.duplicates += sum(group.size for group in groups) - accepted
    run.record.amount_minor += sum(row["net"] for group in fresh for row in group.rows)
    if run.is_rehearsal:
        run.record.receipts += sum(len(_split(group.rows)) for group in fresh)
        return
    skus = take_products.sku_ids(run, {row["sku"] for group in fresh for row in group.rows if row["sku"]})
    people = _member_ids(run, fresh, stores)
    guides = org.staff_ids({row["guide"] for group in fresh for row in group.rows if row["guide"]})
    receipts = [receipt for group in fresh for receipt in _built(group, stores, skus, people, guides)]
    recorded = sales.record_many(
        receipts=receipts,
        source=run.mapping.source,
        by=run.by,
        at=run.at,
        import_id=run.record.id,
        replay_rules=run.record.replay_rules,
    )
    run.record.receipts += recorded.recorded


def _store_ids(run: Run, groups: list[_Receipt]) -> dict[str, int]:
    codes = {group.rows[0]["store"] for group in groups}
    return org.store_ids(codes) if run.is_rehearsal else take_stores.store_ids(run, codes)


def _member_ids(run: Run, groups: list[_Receipt], stores: dict[str, int]) -> dict[str, int]:
    """Return the members whom the receipts name; those whom nobody knows join at their first receipt."""
    kind = IdentityKind(run.mapping.member_by)
    first_seen: dict[str, StagedRow] = {}
    for group in groups:
        if group.rows[0]["member"]:
            first_seen.setdefault(group.rows[0]["member"], group.rows[0])
    found = member_queries.ids_by_identity(kind, first_seen)
    unknown = [value for value in first_seen if value not in found]
    for start in range(0, len(unknown), _BATCH_OF_MEMBERS):
        batch = unknown[start : start + _BATCH_OF_MEMBERS]
        new = [_new_member(kind, value, first_seen[value], stores) for value in batch]
        enrolment = members.enrol_batch(rows=new, by=run.by, at=run.at)
        found |= dict(zip(batch, enrolment.ids, strict=True))
        joined = [member_id for turn, member_id in enumerate(enrolment.ids) if turn not in enrolment.known]
        take_members.note_new(run, joined)
    return found


def _new_member(kind: IdentityKind, value: str, row: StagedRow, stores: dict[str, int]) -> NewMember:
    return NewMember(
        store_id=stores[row["store"]],
        source=Source.IMPORT,
        enrolled_at=_moment(row["moment"]),
        identities=((kind, value),),
    )


def _split(rows: list[StagedRow]) -> list[tuple[str, list[StagedRow]]]:
    """Tell apart what was sold and what came back on one receipt: an exchange is a sale and a return."""
    sold, back = [row for row in rows if not row["is_return"]], [row for row in rows if row["is_return"]]
    number = str(rows[0]["receipt"])
    if sold and back:
        return [(number, sold), (f"{number}{_RETURNED_WITH_SALE}", back)]
    return [(number, rows)]


def _built(
    group: _Receipt, stores: dict[str, int], skus: dict[str, int], people: dict[str, int], guides: dict[str, int]
) -> Iterator[NewReceipt]:
    first = group.rows[0]
    sold_at = _moment(first["moment"])
    for number, rows in _split(group.rows):
        is_return = bool(rows[0]["is_return"])
        yield NewReceipt(
            external_id=number,
            store_id=stores[first["store"]],
            sold_at=sold_at,
            lines=tuple(
                NewLine(
                    skus[row["sku"]] if row["sku"] else None,
                    row["quantity"], row["list"], row["discount"], row["net"], row["cost"],
                )
                for row in rows
            ),
            member_id=people[first["member"]] if first["member"] else None,
            guide_id=guides.get(first["guide"]) if first["guide"] else None,
            channel=first["channel"] or "store",
            kind="return" if is_return else "sale",
            original_external_id=_original(first, number) if is_return else None,
        )  # fmt: skip


def _original(first: StagedRow, number: str) -> str | None:
    """Return the number of the sale that goods came back from: told, or the sale on the same paper."""
    if first["original"]:
        return str(first["original"])
    return str(first["receipt"]) if number.endswith(_RETURNED_WITH_SALE) else None


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
