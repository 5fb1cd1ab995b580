"""The book's hand-written SQL: few statements, guarded updates, locks in the order of account ids.

The account row is the one lock of the book. Whoever holds it may read the account's lots and trust them until the end
of the transaction; on SQLite the IMMEDIATE transaction is that lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from shuke.foundation import ids
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.ledgers.book.models import Account, Hold, HoldPart, Link, Lot, Posting, PostingSet
from shuke.ledgers.book.page import AccountLine, Draft, Leg, LotLine, LotTerms, NewHold, Undone
from shuke.ledgers.book.types import Bucket, Holder, HolderKind, HoldState, LotState, Source, System

Key = tuple[Holder, str]

LOCK = " FOR UPDATE"
_ROWS_PER_STATEMENT = 500
_ACCOUNT = (
    "id, holder_kind, holder_id, currency, available, pending, held, debt, frozen_at IS NOT NULL AS frozen, "
    "merged_into_id"
)
_LOT_COLUMNS = (
    "id, account_id, set_id, currency, available_on, expires_on, store_id, funder_id, restriction, "
    "source_kind, source_id, rule_version_id, issued, remaining, held, state, origin_lot_id, root_lot_id"
)


class GuardRefused(RuntimeError):
    """A guarded update met rows that were not as the lock promised: somebody wrote past the book."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the accounts gave: those now locked, those merged away, and the house's own."""

    locked: dict[Key, AccountLine]
    merged: dict[Key, tuple[int, int]]
    systems: dict[tuple[System, str], int]


def lock_and_find(keys: Collection[Key], currencies: Collection[str]) -> Found:
    """Lock the holders' accounts in the order of their ids and read them, in one statement.

    Merged accounts come as (id, id of the next account of the line), unlocked; the house's accounts, unlocked too,
    for all `currencies`. Accounts that do not exist are left out.
    """
    condition, values = _any_of(keys)
    lock = LOCK if connection.vendor == "postgresql" else ""
    named = list(dict.fromkeys(currencies))
    rows = plain.fetch(
        f"WITH live AS (SELECT {_ACCOUNT} FROM book_account WHERE merged_into_id IS NULL AND ({condition}) "
        f"ORDER BY id{lock}) "
        "SELECT 'live', live.* FROM live UNION ALL "
        f"SELECT 'merged', {_ACCOUNT} FROM book_account WHERE merged_into_id IS NOT NULL AND ({condition}) UNION ALL "
        f"SELECT 'system', {_ACCOUNT} FROM book_account WHERE holder_kind = 'system' "
        f"AND currency IN ({', '.join(['%s'] * len(named)) or 'NULL'})",
        [*values, *values, *named],
    )
    found = Found({}, {}, {})
    for part, id, kind, holder_id, currency, available, pending, held, debt, frozen, heir in rows:
        key = (Holder(HolderKind(kind), holder_id), currency)
        if part == "live":
            found.locked[key] = AccountLine(id, currency, available, pending, held, debt, bool(frozen))
        elif part == "merged":
            found.merged[key] = (id, heir)
        else:
            found.systems[System(holder_id), currency] = id
    return found


def _any_of(keys: Collection[Key]) -> tuple[str, list[object]]:
    by_kind: dict[tuple[str, str], list[int]] = defaultdict(list)
    for holder, currency in keys:
        by_kind[currency, str(holder.kind)].append(holder.id)
    conditions, values = [], list[object]()
    for (currency, kind), holder_ids in by_kind.items():
        among, ids_of_kind = bulk.in_list(holder_ids)
        conditions.append(f"(currency = %s AND holder_kind = %s AND holder_id {among})")
        values += [currency, kind, *ids_of_kind]
    return " OR ".join(conditions) or "1 = 0", values


def create_accounts(keys: Collection[Key]) -> None:
    """Make the accounts that are missing; one that another transaction makes at the same time is left to it."""
    fresh = ids.many(len(keys))
    # sorted, so that two batches that make the same accounts wait for each other in the same order
    rows = [
        (id, str(holder.kind), holder.id, currency, 0, 0, 0, 0)
        for id, (holder, currency) in zip(fresh, sorted(keys), strict=True)
    ]
    columns = ("id", "holder_kind", "holder_id", "currency", "available", "pending", "held", "debt")
    bulk.insert(Account, columns, rows, ignore_conflicts=True)


def systems(account_ids: Collection[int]) -> dict[int, System]:
    """Return which system account each of the ids is."""
    condition, values = bulk.in_list(list(account_ids))
    rows = plain.fetch(
        f"SELECT id, holder_id FROM book_account WHERE holder_kind = 'system' AND id {condition}", values
    )
    return {id: System(number) for id, number in rows}


def merged_into(account_ids: Collection[int]) -> dict[int, int]:
    """Return the next account to which postings of each merged account go; accounts not merged are left out."""
    condition, values = bulk.in_list(list(account_ids))
    return dict(
        plain.fetch(
            f"SELECT id, merged_into_id FROM book_account WHERE merged_into_id IS NOT NULL AND id {condition}", values
        )
    )


def lock_accounts(account_ids: Iterable[int]) -> list[AccountLine]:
    """Lock the account rows in the order of their ids and return them."""
    lock = LOCK if connection.vendor == "postgresql" else ""
    condition, values = bulk.in_list(sorted(set(account_ids)))
    rows = plain.fetch(
        "SELECT id, currency, available, pending, held, debt, frozen_at IS NOT NULL, merged_into_id "
        f"FROM book_account WHERE id {condition} ORDER BY id{lock}",
        values,
    )
    return [
        AccountLine(id, currency, available, pending, held, debt, bool(frozen), into)
        for id, currency, available, pending, held, debt, frozen, into in rows
    ]


def open_lots(account_ids: Collection[int]) -> list[LotLine]:
    """Return the lots of the accounts that have something left."""
    condition, values = bulk.in_list(list(account_ids))
    return _lots(f"remaining > 0 AND account_id {condition}", values)


def lots(lot_ids: Collection[int]) -> list[LotLine]:
    """Return the lots by id."""
    condition, values = bulk.in_list(list(lot_ids))
    return _lots(f"id {condition}", values)


def lots_moved_by(set_id: int) -> list[LotLine]:
    """Return the lots that a transfer opened."""
    return _lots("set_id = %s AND origin_lot_id IS NOT NULL", [set_id])


def held_lots(account_id: int) -> list[LotLine]:
    """Return the lots of the account of which something is held."""
    return _lots("account_id = %s AND held > 0", [account_id])


def due_lots(column: str, on: date, currency: str | None, limit: int) -> list[tuple[int, int, str]]:
    """Return (lot, account, currency) of at most `limit` lots whose `expires_on` or `available_on` has come.

    Lots of frozen accounts are passed over, so that one bad account does not hold up the others.
    """
    pending = "AND l.state = 'pending' " if column == "available_on" else ""
    only, values = ("AND l.currency = %s ", [currency]) if currency is not None else ("", [])
    return plain.fetch(
        "SELECT l.id, l.account_id, l.currency FROM book_lot l JOIN book_account a ON a.id = l.account_id "
        f"WHERE l.remaining > 0 AND l.{column} <= %s {pending}{only}AND a.frozen_at IS NULL "
        f"ORDER BY l.{column}, l.id LIMIT %s",
        [on, *values, limit],
    )


def losses(lot_ids: Collection[int]) -> dict[int, int]:
    """Return how much of each lot has expired or been taken back since it was opened."""
    condition, values = bulk.in_list(list(lot_ids))
    rows = plain.fetch(
        "SELECT p.lot_id, SUM(p.amount) FROM book_posting p JOIN book_posting_set s ON s.id = p.set_id "
        "WHERE p.amount < 0 AND p.bucket IN ('available', 'pending') AND s.kind IN ('expire', 'reverse') "
        f"AND p.lot_id {condition} GROUP BY p.lot_id",
        values,
    )
    return {lot_id: -int(amount) for lot_id, amount in rows}


def reversed_by(set_id: int) -> int | None:
    """Return the id of a set that reverses the given one."""
    rows = plain.fetch("SELECT id FROM book_posting_set WHERE reverses_id = %s LIMIT 1", [set_id])
    return int(rows[0][0]) if rows else None


def _lots(condition: str, values: Sequence[object]) -> list[LotLine]:
    rows = plain.fetch(f"SELECT {_LOT_COLUMNS} FROM book_lot WHERE {condition} ORDER BY id", values)
    return [_lot(row) for row in rows]


def _lot(row: Sequence[Any]) -> LotLine:
    id, account_id, set_id, currency, available_on, expires_on, store_id, funder_id, restriction = row[:9]
    source_kind, source_id, rule_version_id, issued, remaining, held, state, origin, root = row[9:]
    terms = LotTerms(
        currency,
        _date(available_on),
        _date(expires_on),
        store_id,
        funder_id,
        restriction,
        Source(source_kind, source_id),
        rule_version_id,
    )
    return LotLine(id, account_id, set_id, terms, issued, remaining, held, LotState(state), origin, root)


def sets_by_key(keys: Collection[str]) -> dict[str, tuple[int, str, Source]]:
    """Return (set id, kind, source) by idempotency key, for those that are known."""
    condition, values = bulk.in_list(list(keys))
    rows = plain.fetch(
        "SELECT idempotency_key, id, kind, source_kind, source_id "
        f"FROM book_posting_set WHERE idempotency_key {condition}",
        values,
    )
    return {key: (id, kind, Source(source_kind, source_id)) for key, id, kind, source_kind, source_id in rows}


def sets_of_sources(sources: Collection[Source]) -> dict[str, tuple[int, str, Source]]:
    """Return (set id, kind, source) by idempotency key, of the sets that the sources caused with a key."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for source in sources:
        by_kind[source.kind].append(source.id)
    conditions, values = [], list[object]()
    for kind, source_ids in by_kind.items():
        among, listed = bulk.in_list(source_ids)
        conditions.append(f"(source_kind = %s AND source_id {among})")
        values += [kind, *listed]
    rows = plain.fetch(
        "SELECT idempotency_key, id, kind, source_kind, source_id FROM book_posting_set "
        f"WHERE idempotency_key IS NOT NULL AND ({' OR '.join(conditions)})",
        values,
    )
    return {key: (id, kind, Source(source_kind, source_id)) for key, id, kind, source_kind, source_id in rows}


def legs(set_ids: Collection[int]) -> dict[int, list[Leg]]:
    """Return the postings of the sets, in the order in which they were written."""
    condition, values = bulk.in_list(list(set_ids))
    rows = plain.fetch(
        f"SELECT set_id, account_id, bucket, lot_id, currency, amount FROM book_posting WHERE set_id {condition} "
        "ORDER BY set_id, id",
        values,
    )
    found: dict[int, list[Leg]] = defaultdict(list)
    for set_id, account_id, bucket, lot_id, currency, amount in rows:
        found[set_id].append(Leg(account_id, Bucket(bucket), lot_id, currency, amount))
    return found


def undone(set_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Return how much of each lot's part in the sets has been undone."""
    condition, values = bulk.in_list(list(set_ids))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for set_id, lot_id, amount in plain.fetch(
        f"SELECT set_id, lot_id, undone FROM book_undone WHERE set_id {condition}", values
    ):
        found[set_id][lot_id] = amount
    return found


def change_accounts(changes: Mapping[int, Mapping[Bucket, int]]) -> None:
    """Add to the buckets of the accounts, only where none falls below zero; raises GuardRefused otherwise."""
    rows = [
        (id, change[Bucket.AVAILABLE], change[Bucket.PENDING], change[Bucket.HELD], change[Bucket.DEBT])
        for id, change in sorted(changes.items())
        if any(change.values())
    ]
    _guarded(
        "UPDATE book_account AS a SET available = a.available + d.column2, pending = a.pending + d.column3, "
        "held = a.held + d.column4, debt = a.debt + d.column5 FROM (VALUES {values}) AS d WHERE a.id = d.column1 "
        "AND a.available + d.column2 >= 0 AND a.pending + d.column3 >= 0 AND a.held + d.column4 >= 0 "
        "AND a.debt + d.column5 >= 0",
        rows,
    )


def change_lots(changes: Mapping[int, Sequence[int]]) -> None:
    """Add to what remains and what is held of the lots, only within what was issued; raises GuardRefused otherwise."""
    rows = [(id, *change) for id, change in sorted(changes.items()) if any(change)]
    _guarded(
        "UPDATE book_lot AS l SET remaining = l.remaining + d.column2, held = l.held + d.column3 "
        "FROM (VALUES {values}) AS d WHERE l.id = d.column1 AND l.remaining + d.column2 >= 0 "
        "AND l.held + d.column3 >= 0 AND l.remaining + d.column2 + l.held + d.column3 <= l.issued",
        rows,
    )


def release_lots(lot_ids: Sequence[int]) -> None:
    """Let pending lots be available; raises GuardRefused when one is not pending."""
    condition, values = bulk.in_list(lot_ids)
    changed = plain.change(
        f"UPDATE book_lot SET state = 'available' WHERE state = 'pending' AND id {condition}", values
    )
    _must_be(changed, len(lot_ids))


def add_undone(rows: Sequence[Undone]) -> None:
    """Count what was undone, only up to the total of the part; raises GuardRefused otherwise."""
    sums: dict[tuple[int, int, int], int] = defaultdict(int)
    for row in rows:
        sums[row.set_id, row.lot_id, row.total] += row.amount
    fresh = ids.many(len(sums))
    _guarded(
        "INSERT INTO book_undone (id, set_id, lot_id, total, undone) VALUES {values} "
        "ON CONFLICT (set_id, lot_id) DO UPDATE SET undone = book_undone.undone + excluded.undone "
        "WHERE book_undone.undone + excluded.undone <= book_undone.total",
        [(id, *key, amount) for id, (key, amount) in zip(fresh, sorted(sums.items()), strict=True)],
    )


def insert_sets(drafts: Sequence[Draft], hashes: Sequence[str]) -> None:
    """Write the heads of the posting sets."""
    rows = [_set_row(draft, content_hash) for draft, content_hash in zip(drafts, hashes, strict=True)]
    columns = (
        "id kind source_kind source_id occurred_at business_date recorded_at actor_kind actor_id store_id device "
        "idempotency_key reverses_id rule_version_id content_hash"
    )
    bulk.insert(PostingSet, columns.split(), rows)


def _set_row(draft: Draft, content_hash: str) -> tuple[object, ...]:
    head = draft.heading
    return (
        draft.id,
        str(head.kind),
        head.source.kind,
        head.source.id,
        head.occurred_at,
        head.business_date,
        head.recorded_at,
        str(head.by.kind),
        head.by.id,
        head.store_id,
        head.by.device[:64],
        head.idempotency_key,
        head.reverses_id,
        head.rule_version_id,
        content_hash,
    )


def insert_lots(new_lots: Sequence[LotLine]) -> None:
    """Write new lots as they stand at the end of the page."""
    rows = [
        (
            lot.id,
            lot.account_id,
            lot.set_id,
            lot.terms.currency,
            lot.terms.available_on,
            lot.terms.expires_on,
            lot.terms.store_id,
            lot.terms.funder_id,
            lot.terms.restriction,
            lot.terms.source.kind,
            lot.terms.source.id,
            lot.terms.rule_version_id,
            lot.issued,
            lot.remaining,
            lot.held,
            str(lot.state),
            lot.origin_lot_id,
            lot.root_lot_id,
        )
        for lot in new_lots
    ]
    bulk.insert(Lot, _LOT_COLUMNS.split(", "), rows)


def insert_postings(drafts: Sequence[Draft], posting_ids: Sequence[int]) -> None:
    """Write the legs of all drafts; `posting_ids` has one id for each leg."""
    flat = ((draft.id, leg) for draft in drafts for leg in draft.legs)
    rows = (
        (id, set_id, leg.account_id, str(leg.bucket), leg.lot_id, leg.currency, leg.amount)
        for id, (set_id, leg) in zip(posting_ids, flat, strict=True)
    )
    bulk.insert(Posting, ("id", "set_id", "account_id", "bucket", "lot_id", "currency", "amount"), rows)


def place_holds(holds: Sequence[NewHold]) -> None:
    """Write holds and their parts."""
    columns = ("id", "account_id", "set_id", "amount", "state", "until")
    state = str(HoldState.OPEN)
    bulk.insert(Hold, columns, [(h.id, h.account_id, h.set_id, h.amount, state, h.until) for h in holds])
    parts = [(hold.id, part.lot_id, part.amount) for hold in holds for part in hold.parts]
    rows = [(id, *part) for id, part in zip(ids.many(len(parts)), parts, strict=True)]
    bulk.insert(HoldPart, ("id", "hold_id", "lot_id", "amount"), rows)


def close_holds(closed: Mapping[int, HoldState]) -> None:
    """Close open holds, each once; raises GuardRefused when one is closed already."""
    for state in sorted(set(closed.values())):
        hold_ids = [id for id, closing in sorted(closed.items()) if closing is state]
        condition, values = bulk.in_list(hold_ids)
        changed = plain.change(
            f"UPDATE book_hold SET state = %s WHERE state = 'open' AND id {condition}", [str(state), *values]
        )
        _must_be(changed, len(hold_ids))


def insert_links(rows: Iterable[tuple[int, int, str]]) -> None:
    """Write links (position, set id, digest) of the chain."""
    bulk.insert(Link, ("position", "set_id", "digest"), rows)


def _guarded(statement: str, rows: Sequence[Sequence[int]]) -> None:
    for batch in bulk.batches(rows, _ROWS_PER_STATEMENT):
        marks = ", ".join(["(" + ", ".join(["%s"] * len(batch[0])) + ")"] * len(batch))
        changed = plain.change(statement.format(values=marks), [value for row in batch for value in row])
        _must_be(changed, len(batch))


def _must_be(changed: int, expected: int) -> None:
    if changed != expected:
        raise GuardRefused(f"{expected - changed} of {expected} rows were not as the lock promised")


def _date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
