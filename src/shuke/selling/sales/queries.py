"""Read receipts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from shuke.foundation import scopes
from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain
from shuke.foundation.db.flaws import Flaw
from shuke.selling.sales import proving, rules
from shuke.selling.sales.models import Receipt, ReceiptLine
from shuke.selling.sales.past import (
    buyers,
    count_of_nobody,
    first_bought_at,
    lines_of_many,
    receipts_of_members,
    receipts_of_nobody,
)
from shuke.selling.sales.types import PastReceipt, ReceiptKind, Rhythm, SaleFact, Visit

__all__ = [
    "after_returns",
    "buyers",
    "by_id",
    "count_of_member",
    "count_of_nobody",
    "find",
    "first_bought_at",
    "first_purchase_on",
    "flaws",
    "has_bought",
    "ids_by_external",
    "ids_of_import",
    "lines_of",
    "lines_of_many",
    "net_of_members",
    "original_of",
    "receipts",
    "receipts_of_members",
    "receipts_of_nobody",
    "recent",
    "rhythm",
    "visits",
    "within_reach",
]

_IDS_A_STATEMENT = 500
_IDS_AT_ONCE = 5_000


def ids_by_external(source: str, external_ids: Sequence[str]) -> dict[tuple[int, str], int]:
    """Return (store, external id) → id of the receipts that the source has given with one of these numbers."""
    condition, parameters = bulk.in_list(external_ids)
    found = plain.fetch(
        f"SELECT store_id, external_id, id FROM sales_receipt WHERE source = %s AND external_id {condition}",
        [source, *parameters],
    )
    return {(store_id, external_id): key for store_id, external_id, key in found}


def ids_of_import(import_id: int) -> list[int]:
    """Return the ids of the receipts that an import has written."""
    rows = Receipt._base_manager.filter(import_id=import_id).order_by("id")
    return list(rows.values_list("id", flat=True))


def receipts(*, member_ids: Collection[int] | None = None, before: datetime | None = None) -> QuerySet[Receipt]:
    """Return receipts within the open scope, the latest first; `before` pages backwards.

    A survivor's receipts are those of all the accounts that were merged into it: pass `members.queries.family`.
    """
    rows = Receipt.objects.order_by("-sold_at", "-id")
    if member_ids is not None:
        rows = rows.filter(member_id__in=member_ids)
    if before is not None:
        rows = rows.filter(sold_at__lt=before)
    return rows


def find(receipt_id: int) -> Receipt | None:
    """Return the receipt with its lines if it lies within the open scope."""
    return Receipt.objects.prefetch_related("lines").filter(id=receipt_id).first()


def within_reach(receipt_ids: Sequence[int]) -> list[int]:
    """Return those of the receipts that lie within the open scope, in their order, however many are asked for.

    Whoever answers for all stores reaches all, and none is looked for.
    """
    if scopes.current().stores is None:
        return list(receipt_ids)
    batches = bulk.batches(receipt_ids, _IDS_AT_ONCE)
    reached = {key for batch in batches for key in Receipt.objects.filter(id__in=batch).values_list("id", flat=True)}
    return [key for key in receipt_ids if key in reached]


def by_id(receipt_ids: Collection[int]) -> dict[int, Receipt]:
    """Return those of the receipts that lie within the open scope, by id, however many are asked for."""
    batches = bulk.batches(receipt_ids, _IDS_A_STATEMENT)
    return {row.id: row for batch in batches for row in Receipt.objects.filter(id__in=batch)}


def lines_of(receipt_id: int) -> QuerySet[ReceiptLine]:
    """Return the lines of a receipt in order."""
    return ReceiptLine.objects.filter(receipt_id=receipt_id).order_by("line_no")


def first_purchase_on(member_id: int) -> date | None:
    """Return the day of the member's first sale anywhere in the chain."""
    sales = Receipt._base_manager.filter(member_id=member_id, kind="sale").order_by("business_date")
    return sales.values_list("business_date", flat=True).first()


def has_bought(member_id: int) -> bool:
    """Tell whether the account has any receipt; one look into an index, for a till."""
    return bool(plain.fetch("SELECT 1 FROM sales_receipt WHERE member_id = %s LIMIT 1", [member_id]))


def count_of_member(member_id: int) -> int:
    """Return how many receipts were written for this very account."""
    return Receipt._base_manager.filter(member_id=member_id).count()


def after_returns(receipt_id: int) -> SaleFact | None:
    """Return who bought what a sale comes to now, with all its returns; None for anything but a sale."""
    sale = Receipt._base_manager.filter(id=receipt_id, kind="sale").first()
    if sale is None:
        return None
    back = Receipt._base_manager.filter(original_id=receipt_id).aggregate(sum=Sum("net_minor"))["sum"] or 0
    return SaleFact(sale.id, sale.member_id, sale.store_id, sale.business_date, sale.net_minor + back)


def net_of_members(member_ids: Collection[int]) -> dict[int, int]:
    """Return member id → what they have spent, less what they brought back (fen); nobody who has not bought."""
    rows = Receipt._base_manager.filter(member_id__in=member_ids).values_list("member_id")
    return {member_id: net for member_id, net in rows.annotate(net=Sum("net_minor")) if member_id is not None}


def original_of(receipt_id: int) -> int | None:
    """Return the sale that a return brings back from; None for a sale, and for a return of nobody knows what."""
    return Receipt._base_manager.filter(id=receipt_id).values_list("original_id", flat=True).first()


def recent(receipt_ids: Collection[int], *, since: date) -> list[tuple[int, int | None]]:
    """Return (receipt, the sale it brings back from) of those receipts that are of a business day from `since` on."""
    rows = Receipt._base_manager.filter(business_date__gte=since).order_by("id")
    batches = bulk.batches(receipt_ids, _IDS_A_STATEMENT)
    return [row for batch in batches for row in rows.filter(id__in=batch).values_list("id", "original_id")]


def visits(member_ids: Collection[int], *, since: date, until: date) -> list[Visit]:
    """Return the days in [since, until) on which these accounts bought or brought back anywhere in the chain, in order.

    What of a purchase came back later does not undo that she was there.
    """
    of_day: dict[date, list[PastReceipt]] = defaultdict(list)
    for receipt in receipts_of_members(member_ids, since, until):
        of_day[receipt.business_date].append(receipt)
    return [
        Visit(day, sum(each.kind == ReceiptKind.SALE for each in rows), sum(each.net_minor for each in rows))
        for day, rows in sorted(of_day.items())
    ]


def rhythm(days: Sequence[Visit]) -> Rhythm:
    """Return how often somebody with these visits comes, and when she is expected next, as `rules.rhythm` defines."""
    return rules.rhythm([visit.day for visit in days if visit.sales])


def flaws() -> Iterator[Flaw]:
    """Yield every receipt that is not the sum of its lines; for `shuke prove`."""
    yield from proving.find()
