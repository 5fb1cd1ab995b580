"""The bank of the book's own tests once more, over HTTP: tills sell to twenty members and take goods back (A6).

Whoever looks, at whatever moment, sees every account hold what its postings say, and nobody below zero. The control is
that of the book (`tests/apps/book/test_sizes.py`): the lock that it takes away is the one that works here.
SHUKE_BANK_ACTS says how many acts there are.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from tests.apps.checkout.conftest import NOON, OPENED, give_points, put_money_in
from tests.faults.conftest import Server, Tills

from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.ledgers.book import operations as book

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("served")]
ACTS = int(os.environ.get("SHUKE_BANK_ACTS", "160"))
TILLS, MEMBERS, TOY = 8, 20, 9_950
MEANS = (
    [{"kind": "stored_value", "amount_minor": TOY}],
    [{"kind": "points", "amount_minor": 900, "points": 900}, {"kind": "cash", "amount_minor": TOY - 900}],
    [{"kind": "cash", "amount_minor": TOY}],
)
# one statement is one snapshot: what accounts hold beyond their postings, all postings, and the lowest bucket
LOOK = """
SELECT (SELECT COALESCE(SUM(available + pending + held - debt), 0) FROM book_account WHERE holder_kind = 'member')
     - (SELECT COALESCE(SUM(p.amount), 0) FROM book_posting p JOIN book_account a ON a.id = p.account_id
        WHERE a.holder_kind = 'member'),
       (SELECT COALESCE(SUM(amount), 0) FROM book_posting),
       (SELECT COUNT(*) FROM book_account WHERE available < 0 OR pending < 0 OR held < 0)
"""


@pytest.fixture
def customers(shop: int) -> list[int]:
    joined = []
    for number in range(MEMBERS):
        new = NewMember(shop, "till", phone=f"139{number:08}")
        joined.append(members.enrol(new=new, by=SYSTEM, at=OPENED))
        put_money_in(joined[-1], shop, 200)
        give_points(joined[-1], 2_000)
    return joined


def trade(tills: Tills, customers: list[int], seed: int) -> Counter[int]:
    """Sell a toy to somebody, by some means; every other sale comes back. Return how often each status was answered."""
    chance, answers = random.Random(seed), Counter[int]()
    for _ in range(ACTS // TILLS // 2):
        order = tills.order("TOY", member_id=str(chance.choice(customers)))
        status, sold = tills.sell(order | {"tenders": chance.choice(MEANS)})
        answers[status] += 1
        if status == 200 and chance.random() < 0.8:
            answers[tills.give_back(sold["order_id"], {"id": f"R-{order['id']}", "reason": "不喜欢"})[0]] += 1
    return answers


def test_every_snapshot_adds_up(
    serve: Callable[..., Server], tills_of: Callable[..., Tills], customers: list[int]
) -> None:
    tills, seed = tills_of(serve()), random.randrange(1 << 30)
    print(f"seed {seed}")
    busy, seen = threading.Event(), set[tuple[int, ...]]()
    busy.set()

    def watch() -> None:
        while busy.is_set():
            with connection.cursor() as cursor:
                cursor.execute(LOOK)
                seen.add(cursor.fetchone())
            time.sleep(0.02)  # let the tills have the processor
        connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        answers = sum(tills.at_once(lambda till: trade(tills, customers, seed + till), TILLS), Counter[int]())
    finally:
        busy.clear()
        watcher.join()

    assert set(answers) <= {200, 409}
    assert answers[200] > ACTS // 4
    assert seen == {(0, 0, 0)}
    assert book.prove(at=NOON).findings == ()
