"""The demo chain is the same for the same seed, adds up, and behaves like a mother-and-baby chain."""

import hashlib
from datetime import date
from functools import cache

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from shuke.insight.warehouse.facts import SCHEMAS
from shuke.insight.warehouse.types import FactKind
from shuke.surfaces.demo import catalogue, chain, facts, people, people_names, sales, seasons
from shuke.surfaces.demo.goods import Shelf
from shuke.surfaces.demo.types import NOBODY, Archetype, DemoSpec, People, Sales

SPEC = DemoSpec(ending=date(2026, 11, 21), members=3_000)


@cache
def chain_of_3000() -> tuple[People, Sales]:
    return sales.make(SPEC, 0)


def digest(spec: DemoSpec) -> str:
    found = hashlib.sha256()
    for block in facts.blocks(spec):
        for table in (block.members, block.ownership, block.attributes, block.receipts, block.lines):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            found.update(sink.getvalue())
    return found.hexdigest()


def test_same_seed_gives_the_same_bytes():
    assert digest(SPEC) == digest(SPEC)


def test_another_seed_gives_another_chain():
    assert digest(SPEC) != digest(DemoSpec(ending=SPEC.ending, members=3_000, seed=9))


def test_facts_fit_the_warehouse():
    block = next(facts.blocks(SPEC))
    tables = facts.dimensions(SPEC) | {
        name: getattr(block, name) for name in ("members", "ownership", "attributes", "receipts", "lines")
    }
    for name, table in tables.items():
        table.cast(SCHEMAS[FactKind(name)]).validate(full=True)


def test_lines_add_up_to_their_receipts():
    block = next(facts.blocks(SPEC))
    sums = block.lines.group_by("receipt_id").aggregate([("net_minor", "sum"), ("line_no", "max")])
    joined = block.receipts.join(sums, "receipt_id")
    assert joined.num_rows == block.receipts.num_rows
    assert pc.all(pc.equal(joined["net_minor"], joined["net_minor_sum"])).as_py()
    assert pc.all(pc.equal(joined["line_count"], joined["line_no_max"])).as_py()


def test_every_line_is_list_less_discount():
    lines = chain_of_3000()[1].lines
    assert (lines.list_minor - lines.discount_minor == lines.net_minor).all()
    sold = lines.quantity_milli > 0
    assert (lines.discount_minor[sold] >= 0).all()
    assert (lines.net_minor[sold] > 0).all()


def test_a_baby_never_goes_back_a_stage():
    _, sold = chain_of_3000()
    stages = _slots_by_buyer(sold, Shelf.MILK)
    sizes = _slots_by_buyer(sold, Shelf.NAPPY)
    assert len(stages) > 3_000
    assert len(sizes) > 2_000
    for slots in (stages, sizes):
        same_buyer = slots[1:, 0] == slots[:-1, 0]
        assert (np.diff(slots[:, 2])[same_buyer] >= 0).all()


def _slots_by_buyer(sold: Sales, shelf: Shelf) -> np.ndarray:
    """Rows of (buyer, receipt, stage or size) of what members bought from a shelf, by buyer and time."""
    goods = catalogue.articles()
    lines = sold.lines
    of_shelf = np.array([good.shelf is shelf for good in goods])
    slot = np.array([good.slot[1] for good in goods])
    wanted = of_shelf[lines.sku] & (sold.person[lines.receipt] != NOBODY) & (sold.original[lines.receipt] == NOBODY)
    rows = np.stack([sold.person[lines.receipt], lines.receipt, slot[lines.sku]], axis=1)[wanted]
    return rows[np.lexsort((rows[:, 1], rows[:, 0]))]


def test_a_fifth_of_the_sales_is_unidentified():
    _, sold = chain_of_3000()
    assert 0.18 < (sold.person == NOBODY).mean() < 0.22


def test_returns_are_few_later_and_smaller_than_their_sale():
    _, sold = chain_of_3000()
    returned = np.flatnonzero(sold.original != NOBODY)
    assert 0.01 < len(returned) / len(sold) < 0.02
    assert (sold.day[returned] > sold.day[sold.original[returned]]).all()
    assert (sold.person[returned] == sold.person[sold.original[returned]]).all()
    net = np.bincount(sold.lines.receipt, sold.lines.net_minor, len(sold))
    assert (-net[returned] <= net[sold.original[returned]]).all()


def test_about_twenty_lines_a_member():
    _, sold = chain_of_3000()
    assert 17 * SPEC.members < len(sold.lines) < 25 * SPEC.members


def test_a_fifth_of_the_members_makes_most_of_the_sales():
    members, sold = chain_of_3000()
    net = np.bincount(sold.lines.receipt, sold.lines.net_minor, len(sold))
    known = sold.person != NOBODY
    spend = np.sort(np.bincount(sold.person[known], net[known], len(members)))[::-1]
    assert 0.55 < spend[: len(spend) // 5].sum() / spend.sum() < 0.85


def test_discount_buyers_buy_only_at_a_discount():
    members, sold = chain_of_3000()
    off = np.bincount(sold.lines.receipt, sold.lines.discount_minor, len(sold))
    hunters = (sold.person != NOBODY) & (members.archetype[sold.person] == Archetype.DISCOUNT)
    sales_of_hunters = hunters & (sold.original == NOBODY)
    assert (off[sales_of_hunters] > 0).mean() > 0.9


def test_gift_buyers_come_before_festivals():
    members, sold = chain_of_3000()
    givers = (sold.person != NOBODY) & (members.archetype[sold.person] == Archetype.GIFT)
    bought = givers & (sold.original == NOBODY)
    assert bought.sum() > 100
    assert seasons.festive(SPEC)[sold.day[bought]].all()


def test_some_come_back_after_a_long_absence():
    _, sold = chain_of_3000()
    known = np.flatnonzero(sold.person != NOBODY)
    order = known[np.lexsort((sold.day[known], sold.person[known]))]
    same = sold.person[order][1:] == sold.person[order][:-1]
    away = np.diff(sold.day[order])[same]
    assert (away > 120).sum() > 200


def test_shops_are_shut_at_night_and_full_at_the_weekend():
    _, sold = chain_of_3000()
    assert sold.second.min() >= 9 * 3600
    assert sold.second.max() < 22 * 3600
    weekday = (sold.day + SPEC.starting.weekday()) % 7
    counts = np.bincount(weekday, minlength=7)
    assert counts[5] > 1.3 * counts[:4].mean()


def test_nobody_buys_before_joining():
    members, sold = chain_of_3000()
    known = sold.person != NOBODY
    assert (sold.day[known] >= members.joined_day[sold.person[known]]).all()


@pytest.mark.parametrize("members", [200, 1_000])
def test_no_phone_can_belong_to_anybody(members):
    made = people.make(DemoSpec(ending=SPEC.ending, members=members), 0)
    numbers = [people_names.phone(int(number)) for number in made.phone]
    assert len(set(numbers)) == members
    assert all(len(number) == 11 for number in numbers)
    assert not any(phonenumbers.is_valid_number(phonenumbers.parse(number, "CN")) for number in numbers)


def test_the_catalogue_holds_about_six_hundred_goods():
    goods = catalogue.articles()
    assert 560 < len(goods) < 640
    assert len({good.code for good in goods}) == len(goods)
    assert {good.shelf for good in goods} == set(Shelf)
    tins = [good for good in goods if good.shelf is Shelf.MILK and good.pack_content_milli == 900_000]
    assert len(tins) == 40
    assert all(0 < good.cost_minor < good.list_minor for good in goods)


def test_twelve_stores_sixty_people_and_franchisees():
    stores = chain.stores()
    assert len(stores) == 12
    assert {store.kind for store in stores} == {"direct", "franchise"}
    assert len(chain.staff()) == 60


def test_blocks_are_independent_of_the_size_of_the_chain():
    small = DemoSpec(ending=SPEC.ending, members=500, block=500)
    large = DemoSpec(ending=SPEC.ending, members=1_500, block=500)
    first_of_small, first_of_large = next(facts.blocks(small)), next(facts.blocks(large))
    assert first_of_small.lines.equals(first_of_large.lines)
    assert sum(block.members.num_rows for block in facts.blocks(large)) == 1_500
