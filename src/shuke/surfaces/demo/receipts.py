"""A block's sales as receipts for `sales.record_many`, in order of time, chunk by chunk."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np

from shuke.foundation import clock
from shuke.selling.sales.types import NewLine, NewReceipt, ReceiptKind
from shuke.surfaces.demo import chain, seasons
from shuke.surfaces.demo.founding import Places
from shuke.surfaces.demo.types import NOBODY, Baskets, DemoSpec, Sales


def chunks(
    spec: DemoSpec, sold: Sales, where: Places, skus: Sequence[int], members: Sequence[int], *, size: int
) -> Iterator[list[NewReceipt]]:
    """The receipts in order of time, `size` at a time; `members` holds the database id of each person."""
    numbers = _numbers(spec, sold)
    starts = [clock.day_start(day) for day in seasons.days_of(spec)]
    heads = np.flatnonzero(np.diff(sold.lines.receipt, prepend=-1)).tolist()
    ends = [*heads[1:], len(sold.lines)]
    for first in range(0, len(sold), size):
        rows = slice(first, min(first + size, len(sold)))
        lines = _lines(sold.lines, slice(heads[first], ends[rows.stop - 1]), skus)
        offset = heads[first]
        yield [
            NewReceipt(
                external_id=numbers[row],
                store_id=where.stores[store],
                sold_at=_instant(starts, day, second),
                lines=tuple(lines[heads[row] - offset : ends[row] - offset]),
                member_id=None if person == NOBODY else members[person],
                guide_id=None if guide == NOBODY else where.guides[store][guide],
                channel="mall" if online else "store",
                kind=ReceiptKind.SALE if original == NOBODY else ReceiptKind.RETURN,
                original_external_id=None if original == NOBODY else numbers[original],
            )
            for row, (person, store, guide, day, second, online, original) in enumerate(
                _columns(sold, rows), start=first
            )
        ]


def _columns(sold: Sales, rows: slice) -> Iterator[tuple[int, int, int, int, int, bool, int]]:
    columns = (sold.person, sold.store, sold.guide, sold.day, sold.second, sold.online, sold.original)
    return zip(*(column[rows].tolist() for column in columns), strict=True)


def _lines(lines: Baskets, rows: slice, skus: Sequence[int]) -> list[NewLine]:
    columns = (
        lines.sku,
        lines.quantity_milli,
        lines.list_minor,
        lines.discount_minor,
        lines.net_minor,
        lines.cost_minor,
    )
    return [
        NewLine(skus[sku], *amounts)
        for sku, *amounts in zip(*(column[rows].tolist() for column in columns), strict=True)
    ]


def _numbers(spec: DemoSpec, sold: Sales) -> list[str]:
    """Receipt numbers as a till prints them: store, day, and the count of the day in that store."""
    codes = [shop.code for shop in chain.stores(spec.stores)]
    days = [day.strftime("%Y%m%d") for day in seasons.days_of(spec)]
    counts: dict[tuple[int, int], int] = {}
    numbers = []
    for place in zip(sold.store.tolist(), sold.day.tolist(), strict=True):
        counts[place] = counts.get(place, 0) + 1
        numbers.append(f"{codes[place[0]]}-{days[place[1]]}-{counts[place]:04d}")
    return numbers


def _instant(starts: Sequence[datetime], day: int, second: int) -> datetime:
    return starts[day] + timedelta(seconds=second)
