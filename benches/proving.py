"""Prove a book of ten million entries: how long, in how much memory, and whether twenty planted errors are found.

The book is written as its verbs would write it (the proof sees to that), proved in a process of its own, then damaged
and proved again.
"""

import multiprocessing
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import harness

ENTRIES, AT_ONCE = 10_000_000, 2_000


def main() -> None:
    asked = harness.arguments(__doc__, entries=(0, "how many entries, instead of a size"))
    entries = asked.entries or max(20_000, int(ENTRIES * asked.size))
    with harness.own_installation():
        from django.db import connection

        took = harness.timed(lambda: write(entries))
        clean = proved()
        planted = plant()
        found = proved()
        missed = sorted(name for name, subject in planted.items() if subject not in found["subjects"])
        going_on = spendable(found["frozen"])
        database = connection.vendor
    figures = [
        harness.Figure("entries written per second", clean["postings"] / took, "1/s"),
        harness.Figure("a clean book", clean["seconds"], "s", "the bar", 300 * entries / ENTRIES),
        harness.Figure("of it processor time", clean["busy"]),
        harness.Figure("memory of the proof", clean["mib"], "MiB", "the bar", 300),
        harness.Figure("planted errors found", len(planted) - len(missed), "", "planted", len(planted)),
        harness.Figure("frozen accounts that cannot spend", going_on["refused"], "", "frozen", len(found["frozen"])),
        harness.Figure("other accounts that can", going_on["allowed"], "", "asked", going_on["asked"]),
    ]
    facts = {"database": database, "entries": clean["postings"], "findings": clean["findings"], "missed": missed}
    harness.tell("prove", figures, asked.format, **facts)
    if missed or clean["findings"]:
        raise SystemExit(1)


def write(entries: int) -> None:
    """Give each member three lots and let them spend from two, row by row as the book's verbs would; then seal it."""
    from django.db import transaction

    from shuke.foundation import clock
    from shuke.foundation.actors import SYSTEM
    from shuke.ledgers.book import operations as book

    at, written = clock.now(), 0
    _open_the_house(at)
    while written < entries:
        with transaction.atomic():
            written += _write_members(1_000_000 + written, min(AT_ONCE, (entries - written) // 9 + 1), at)
        if written % 900_000 < 9 * AT_ONCE:
            harness.note(f"  {written:,} entries written")
    book.seal(by=SYSTEM, at=at)
    harness.note("  sealed")


def _open_the_house(at: Any) -> None:
    """Let the first member of all earn and spend by the verbs, so that the house has its accounts."""
    from shuke.foundation.actors import SYSTEM
    from shuke.ledgers.book import operations as book
    from shuke.ledgers.book.types import Earning, Source, Spending, member

    earning = Earning(member(1), "points", 100, Source("receipt", 1))
    book.earn(earning=earning, by=SYSTEM, at=at)
    book.redeem(spending=Spending(member(1), "points", 30, Source("order", 1)), by=SYSTEM, at=at)


def _write_members(first: int, count: int, at: Any) -> int:
    from shuke.foundation import clock, ids
    from shuke.foundation.db import bulk
    from shuke.ledgers.book import content, sql
    from shuke.ledgers.book.models import Account, Lot, Posting, PostingSet
    from shuke.ledgers.book.types import System

    house = sql.lock_and_find((), ["points"]).systems
    issued, redeemed = house[System.ISSUED, "points"], house[System.REDEEMED, "points"]
    today, draw = clock.business_date(at), random.Random(first)
    ends = today + timedelta(days=400)
    fresh = iter(ids.many(count * 20))
    accounts, sets, lots, postings = [], [], [], []

    def write_set(kind: str, source: tuple[str, int], legs: list[tuple[Any, ...]], lot: list[tuple[Any, ...]]) -> None:
        head = (legs[0][1], kind, *source, at, today, at, "system", 0, None, "", None, None, None)
        rows = [(next(fresh), *leg[2:]) for leg in legs]
        sets.append((*head, content.content_hash(head, rows, lot)))
        postings.extend((row[0], head[0], *row[1:]) for row in rows)

    for number in range(first, first + count):
        account = next(fresh)
        left = []
        for _ in range(3):
            set_id, lot_id, amount = next(fresh), next(fresh), draw.randint(20, 300)
            source = ("receipt", number)
            lot = (lot_id, account, "points", amount, None, ends, 5, None, None, *source, None, None, None)
            legs = [
                (0, set_id, issued, "-", None, "points", -amount),
                (0, set_id, account, "available", lot_id, "points", amount),
            ]
            write_set("earn", source, legs, [lot])
            left.append([lot, set_id, amount])
        set_id, spent = next(fresh), [left[0][2], draw.randint(1, 19)]
        legs = [
            (0, set_id, account, "available", each[0][0], "points", -taken)
            for each, taken in zip(left, spent, strict=False)
        ]
        write_set("redeem", ("order", number), [*legs, (0, set_id, redeemed, "-", None, "points", sum(spent))], [])
        for each, taken in zip(left, spent, strict=False):
            each[2] -= taken
        lots += [(*lot, set_id, amount, 0, "available") for lot, set_id, amount in left]
        accounts.append((account, "member", number, "points", sum(each[2] for each in left), 0, 0, 0))
    columns = ("id", "holder_kind", "holder_id", "currency", "available", "pending", "held", "debt")
    bulk.insert(Account, columns, accounts)
    bulk.insert(PostingSet, (*content.HEAD, "content_hash"), sets)
    bulk.insert(Lot, (*content.LOT, "set_id", "remaining", "held", "state"), lots)
    bulk.insert(Posting, ("id", "set_id", "account_id", "bucket", "lot_id", "currency", "amount"), postings)
    return len(postings)


def proved() -> dict[str, Any]:
    """Prove in a process of its own, so that its memory is its own."""
    from django.db import connection

    connection.close()
    ours, theirs = multiprocessing.Pipe()
    worker = multiprocessing.get_context("spawn").Process(target=_prove, args=(theirs,))
    worker.start()
    answer: dict[str, Any] = ours.recv()
    worker.join()
    return answer


def _prove(pipe: Any) -> None:
    import django

    django.setup()
    from shuke.foundation import clock
    from shuke.ledgers.book import operations as book

    before = _peak_mib()
    started, busy = time.perf_counter(), time.process_time()
    proof = book.prove(at=clock.now())
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    subjects = {number for found in proof.findings for number in (found.account_id, found.set_id, found.lot_id)}
    answer = {
        "seconds": seconds,
        "busy": busy,
        "mib": _peak_mib(),
        "before_mib": before,
        "findings": len(proof.findings),
        "postings": proof.counts["book_posting"],
        "subjects": subjects - {None},
        "frozen": _frozen(),
    }
    pipe.send(answer)


def _peak_mib() -> float:
    """The most that this process has held: `ru_maxrss` would begin at what its parent held when it was started."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _frozen() -> list[int]:
    from shuke.ledgers.book.models import Account

    return list(Account.objects.exclude(frozen_at=None).values_list("holder_id", flat=True))


ERRORS = {
    "a balance too high": ("account", "UPDATE book_account SET available = available + 1 WHERE id = {account}"),
    "a balance too low": ("account", "UPDATE book_account SET available = available - 1 WHERE id = {account}"),
    "units pending that nobody earned": ("account", "UPDATE book_account SET pending = 5 WHERE id = {account}"),
    "a debt invented": ("account", "UPDATE book_account SET debt = 3 WHERE id = {account}"),
    "held units invented": ("account", "UPDATE book_account SET held = held + 1 WHERE id = {account}"),
    "a lot with less left": ("lot", "UPDATE book_lot SET remaining = remaining - 1 WHERE id = {lot}"),
    "a lot with units held": ("lot", "UPDATE book_lot SET remaining = remaining - 1, held = 1 WHERE id = {lot}"),
    "a lot that became pending": ("lot", "UPDATE book_lot SET state = 'pending' WHERE id = {lot}"),
    "a lot that was issued larger": ("lot", "UPDATE book_lot SET issued = issued + 100 WHERE id = {lot}"),
    "a lot that never expires": ("set", "UPDATE book_lot SET expires_on = NULL WHERE id = {lot}"),
    "a lot of another store": ("set", "UPDATE book_lot SET store_id = 7 WHERE id = {lot}"),
    "a posting changed": ("set", "UPDATE book_posting SET amount = amount + 1 WHERE id = {posting}"),
    "a posting deleted": ("set", "DELETE FROM book_posting WHERE id = {posting}"),
    "all postings of a set deleted": ("set", "DELETE FROM book_posting WHERE set_id = {set}"),
    "a posting in another bucket": ("set", "UPDATE book_posting SET bucket = 'pending' WHERE id = {posting}"),
    "a posting without account": ("set", "UPDATE book_posting SET account_id = 1 WHERE id = {posting}"),
    "a posting in another currency": ("set", "UPDATE book_posting SET currency = 'gold' WHERE id = {posting}"),
    "a set of another kind": ("set", "UPDATE book_posting_set SET kind = 'adjust' WHERE id = {set}"),
    "a set of another day": ("set", "UPDATE book_posting_set SET business_date = '2020-01-01' WHERE id = {set}"),
    "a set hashed anew": ("set", "UPDATE book_posting_set SET content_hash = '0' WHERE id = {set}"),
}


def plant() -> dict[str, int]:
    """Damage twenty different lots, each in another way; return what must be named for each."""
    from django.db import connection

    planted = {}
    with connection.cursor() as cursor:
        _let_anything_be_changed(cursor)
        cursor.execute(
            "SELECT l.account_id, l.id, l.set_id, p.id FROM book_lot l JOIN book_posting p ON p.set_id = l.set_id "
            "AND p.lot_id = l.id WHERE l.remaining > 10 AND l.id IN "
            "(SELECT MAX(id) FROM book_lot GROUP BY account_id LIMIT 400)"
        )
        rows = cursor.fetchall()[:: 400 // len(ERRORS)][: len(ERRORS)]
        for (name, (subject, statement)), row in zip(ERRORS.items(), rows, strict=True):
            names = dict(zip(("account", "lot", "set", "posting"), row, strict=True))
            cursor.execute(statement.format(**names))
            planted[name] = names[subject]
    return planted


def _let_anything_be_changed(cursor: Any) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute("SET session_replication_role = replica")
        return
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP TRIGGER {name}")
    cursor.execute("PRAGMA foreign_keys = OFF")


def spendable(frozen: list[int]) -> dict[str, int]:
    """Try to spend from the frozen accounts and from a thousand others."""
    from shuke.foundation import clock
    from shuke.foundation.actors import SYSTEM
    from shuke.ledgers.book import operations as book
    from shuke.ledgers.book.models import Account
    from shuke.ledgers.book.types import Source, Spending, member

    def may_spend(holder_id: int) -> bool:
        spending = Spending(member(holder_id), "points", 1, Source("order", 3))
        try:
            book.redeem(spending=spending, by=SYSTEM, at=clock.now())
        except book.AccountFrozen:
            return False
        return True

    sound = Account.objects.filter(holder_kind="member", frozen_at=None, available__gt=10)
    others = list(sound.order_by("-id").values_list("holder_id", flat=True)[:1_000])
    refused = sum(not may_spend(holder_id) for holder_id in frozen)
    return {"refused": refused, "allowed": sum(map(may_spend, others)), "asked": len(others)}


if __name__ == "__main__":
    main()
