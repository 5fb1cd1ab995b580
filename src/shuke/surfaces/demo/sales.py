"""The receipts of one block: visits with their baskets, and the few returns among them."""

from dataclasses import fields

import numpy as np

from shuke.surfaces.demo import baskets, people, visits
from shuke.surfaces.demo.types import NOBODY, Baskets, DemoSpec, Flags, Ints, People, Sales, Visits

_RETURN_SHARE = 0.016
_RETURN_WITHIN_DAYS = 14


def make(spec: DemoSpec, block: int) -> tuple[People, Sales]:
    """The block's members and their receipts, together with a share of unidentified ones."""
    members = people.make(spec, block)
    came = visits.make(spec, block, members)
    return members, _with_returns(spec, block, came, baskets.make(spec, block, came))


def _with_returns(spec: DemoSpec, block: int, came: Visits, lines: Baskets) -> Sales:
    """Appends returns, one to fourteen days after the sale, of the whole receipt or of its last line."""
    random = spec.random(4, block)
    day = came.day + random.integers(1, _RETURN_WITHIN_DAYS + 1, len(came))
    returned = np.flatnonzero((random.random(len(came)) < _RETURN_SHARE) & (day < spec.days) & ~came.online)
    back = _returned_lines(lines, returned, random.random(len(returned)) < 0.5, len(came))
    all_lines = _concatenated(lines, back)
    sales = Sales(
        person=np.append(came.person, came.person[returned]),
        store=np.append(came.store, came.store[returned]),
        guide=np.append(came.guide, came.guide[returned]),
        day=np.append(came.day, day[returned]),
        second=np.append(came.second, random.integers(9 * 3600, 21 * 3600, len(returned))),
        online=np.append(came.online, came.online[returned]),
        original=np.append(np.full(len(came), NOBODY), returned),
        lines=all_lines,
    )
    return _in_time_order(sales)


def _returned_lines(lines: Baskets, returned: Ints, whole: Flags, first_receipt: int) -> Baskets:
    """The lines that come back, negated, on receipts numbered from `first_receipt`."""
    place = np.full(first_receipt, NOBODY)
    place[returned] = np.arange(len(returned))
    row = place[lines.receipt]
    ends = np.append(lines.receipt[1:] != lines.receipt[:-1], True)
    kept = (row != NOBODY) & (whole[row] | ends)
    count = int(kept.sum())
    receipt = row[kept] + first_receipt
    heads = np.flatnonzero(np.diff(receipt, prepend=-1))
    line_no = np.arange(count) - np.repeat(heads, np.diff(np.append(heads, count))) + 1
    return Baskets(
        receipt=receipt,
        line_no=line_no,
        sku=lines.sku[kept],
        quantity_milli=-lines.quantity_milli[kept],
        list_minor=-lines.list_minor[kept],
        discount_minor=-lines.discount_minor[kept],
        net_minor=-lines.net_minor[kept],
        cost_minor=-lines.cost_minor[kept],
    )


def _concatenated(first: Baskets, second: Baskets) -> Baskets:
    return Baskets(**{f.name: np.append(getattr(first, f.name), getattr(second, f.name)) for f in fields(Baskets)})


def _in_time_order(sales: Sales) -> Sales:
    """Renumbers receipts by day and second; a return's day is later than its sale's, so it always follows."""
    order = np.lexsort((sales.second, sales.day))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    original = sales.original[order]
    receipt = place[sales.lines.receipt]
    by_receipt = np.lexsort((sales.lines.line_no, receipt))
    columns = {f.name: getattr(sales.lines, f.name)[by_receipt] for f in fields(Baskets)}
    return Sales(
        person=sales.person[order],
        store=sales.store[order],
        guide=sales.guide[order],
        day=sales.day[order],
        second=sales.second[order],
        online=sales.online[order],
        original=np.where(original == NOBODY, NOBODY, place[original]),
        lines=Baskets(**columns | {"receipt": receipt[by_receipt]}),
    )
