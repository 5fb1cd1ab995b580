"""Take receipts out of the histories again, with the growth that is left of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.ledgers.growth import posting, records
from shuke.ledgers.growth.models import CountedSpend
from shuke.ledgers.growth.types import SpendKind


def retract(receipt_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Mirror the receipts' rows, for those that are in and not yet out; return how many they were."""
    rows = _standing(receipt_ids)
    orders = [row for row in rows if row.kind == SpendKind.SALE]
    returns = [row for row in rows if row.kind == SpendKind.RETURN]
    moved = _moved_since([row.receipt_id or 0 for row in orders])
    gone = {row.receipt_id for row in orders} | _out(row.original_id for row in returns)
    mirrored = [_mirror(row, -(row.growth + moved[row.receipt_id or 0]), at) for row in orders]
    # a return whose order is gone as well has nothing to give back: the order went without what was returned
    mirrored += [_mirror(row, 0 if row.original_id in gone else -row.growth, at) for row in returns]
    records.insert_spends(mirrored)
    posting.post(mirrored, by, at)
    return len(mirrored)


def _standing(receipt_ids: Sequence[int]) -> list[CountedSpend]:
    found = CountedSpend.objects.filter(receipt_id__in=list(receipt_ids)).order_by("id")
    out = {row.receipt_id for row in found if row.kind == SpendKind.RETRACTION}
    return [row for row in found if row.receipt_id not in out]


def _moved_since(receipt_ids: Sequence[int]) -> Mapping[int, int]:
    """Return, by order, the growth that its returns took (negative) and that retracted returns gave back."""
    moved: dict[int, int] = defaultdict(int)
    rows = CountedSpend.objects.filter(original_id__in=list(receipt_ids))
    for original_id, growth in rows.values_list("original_id", "growth"):
        moved[original_id or 0] += growth
    return moved


def _out(receipt_ids: Iterable[int | None]) -> set[int | None]:
    wanted = [receipt_id for receipt_id in receipt_ids if receipt_id is not None]
    rows = CountedSpend.objects.filter(receipt_id__in=wanted, kind=SpendKind.RETRACTION)
    return set(rows.values_list("receipt_id", flat=True))


def _mirror(row: CountedSpend, growth: int, at: datetime) -> CountedSpend:
    """Return the row that cancels this one, on the day and against the order that it counted for."""
    return CountedSpend(
        id=ids.new(),
        member_id=row.member_id,
        store_id=row.store_id,
        kind=SpendKind.RETRACTION,
        business_date=row.business_date,
        net_minor=-row.net_minor,
        growth=growth,
        receipt_id=row.receipt_id,
        original_id=row.receipt_id if row.kind == SpendKind.SALE else row.original_id,
        recorded_at=at,
    )
