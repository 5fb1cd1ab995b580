"""Ids are unique, rising, and fit the database."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from shuke.foundation import ids


def test_a_hundred_thousand_ids_rise_and_fit_63_bits() -> None:
    taken = ids.many(60_000) + [ids.new() for _ in range(40_000)]

    assert all(early < late for early, late in pairwise(taken))
    assert taken[0] > 0
    assert taken[-1] < 2**63


def test_threads_never_share_an_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = [one for batch in pool.map(lambda _: ids.many(1_000), range(32)) for one in batch]

    assert len(set(taken)) == 32_000


def test_a_forked_worker_draws_its_own_bits() -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, str(ids.new()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs, ours = int(os.read(reader, 40)), ids.new()

    process_bits = 0b1111_1111_1111 << 10
    assert theirs & process_bits != ours & process_bits
