"""Past receipts in batches, for whoever looks back over many of them. They read the whole chain."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Min, QuerySet

from shuke.foundation.db import bulk
from shuke.selling.sales.models import Receipt
from shuke.selling.sales.types import PastLine, PastReceipt

_COLUMNS = (
    "id", "member_id", "store_id", "sold_at", "business_date", "channel", "kind", "original_id", "list_minor",
    "discount_minor", "net_minor",
)  # fmt: skip


def buyers(since: date, until: date) -> Sequence[int]:
    """Return the members, by id, who have a receipt in [since, until): eight bytes each, read in one walk."""
    rows = _within(since, until).filter(member_id__isnull=False).order_by().values_list("member_id", flat=True)
    return array("q", sorted(rows.distinct().iterator(chunk_size=10_000)))


def receipts_of_members(member_ids: Collection[int], since: date, until: date) -> list[PastReceipt]:
    """Return the receipts of these accounts in [since, until), in the order of time."""
    rows = _within(since, until).filter(member_id__in=list(member_ids)).order_by("sold_at", "id")
    return [PastReceipt(*row) for row in rows.values_list(*_COLUMNS)]


def count_of_nobody(since: date, until: date) -> int:
    """Return how many receipts of [since, until) bear no member."""
    return _within(since, until).filter(member_id__isnull=True).count()


def receipts_of_nobody(since: date, until: date, *, after: int, limit: int) -> list[PastReceipt]:
    """Return the next receipts, by id, of [since, until) that bear no member."""
    rows = _within(since, until).filter(member_id__isnull=True, id__gt=after).order_by("id")
    return [PastReceipt(*row) for row in rows.values_list(*_COLUMNS)[:limit]]


def lines_of_many(receipt_ids: Sequence[int]) -> dict[int, list[PastLine]]:
    """Return receipt id → its lines in order, in one statement."""
    if not receipt_ids:
        return {}
    condition, values = bulk.in_list(receipt_ids)
    found: dict[int, list[PastLine]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT receipt_id, line_no, sku_id, quantity_milli, list_minor, discount_minor, net_minor, cost_minor "
            f"FROM sales_line WHERE receipt_id {condition} ORDER BY receipt_id, line_no",
            values,
        )
        for receipt_id, *line in cursor.fetchall():
            found[receipt_id].append(PastLine(*line))
    return found


def first_bought_at(member_ids: Collection[int]) -> dict[int, datetime]:
    """Return member id → the instant of the first receipt of this very account."""
    rows = Receipt._base_manager.filter(member_id__in=list(member_ids)).values_list("member_id")
    return {key: first for key, first in rows.annotate(first=Min("sold_at")) if key is not None}


def _within(since: date, until: date) -> QuerySet[Receipt]:
    return Receipt._base_manager.filter(business_date__gte=since, business_date__lt=until)
