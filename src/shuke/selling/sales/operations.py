"""Write receipts down, with all that they cause, in one transaction.

A receipt, its lines, the points and growth it earns, and the event that tells of it commit together or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.db import acts, bulk
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import Served
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.growth.types import CountedSale
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import EarnableLine, EarnableSale
from shuke.selling.sales import queries, rules, sql
from shuke.selling.sales.events import ReceiptsRecorded, ReceiptsRetracted
from shuke.selling.sales.models import Receipt, ReceiptLine
from shuke.selling.sales.types import NewReceipt, ReceiptKind, Recorded

_RECEIPT_COLUMNS = (
    "id", "external_id", "source", "store_id", "member_id", "guide_id", "sold_at", "business_date", "channel", "kind",
    "original_id", "list_minor", "discount_minor", "net_minor", "cost_minor", "quantity_milli", "line_count",
    "import_id",
)  # fmt: skip
_LINE_COLUMNS = (
    "id", "receipt_id", "line_no", "sku_id", "quantity_milli", "list_minor", "discount_minor", "net_minor",
    "cost_minor", "original_line_no",
)  # fmt: skip
_EVENT_SIZE = 2_000


class NothingToRetract(Refusal):
    """The import has no receipts (any more)."""

    code = "sales.nothing_to_retract"
    status = 404
    zh = "该导入没有可撤销的小票"
    en = "This import has no receipts to take back"


@transaction.atomic
def record_many(
    *,
    receipts: Sequence[NewReceipt],
    source: str,
    by: Actor,
    at: datetime,
    import_id: int | None = None,
    replay_rules: bool = False,
) -> Recorded:
    """Write new receipts; those that `source` and store have already given are passed over and counted.

    With `replay_rules` the members' receipts also earn points and growth by the rules of their own day; give them in
    the order of time then. Refuses the whole batch when one receipt is not whole.
    """
    for receipt in receipts:
        rules.check(receipt)
    fresh = _not_yet_known(receipts, source)
    numbered = dict(zip(ids.many(len(fresh)), fresh, strict=True))
    originals = _originals(numbered, source)
    bulk.insert(
        Receipt,
        _RECEIPT_COLUMNS,
        (_receipt_row(key, receipt, source, originals.get(key), import_id) for key, receipt in numbered.items()),
    )
    bulk.insert(ReceiptLine, _LINE_COLUMNS, _line_rows(numbered))
    members.note_purchases(purchases=_served(numbered.values()), by=by, at=at)
    if replay_rules:
        _apply_rules(numbered, originals, by=by, at=at)
    for batch in bulk.batches(numbered, _EVENT_SIZE):
        outbox.emit(ReceiptsRecorded(receipt_ids=batch), by=by, at=at)
    return Recorded(recorded=len(fresh), duplicates=len(receipts) - len(fresh))


@acts.part
def record(
    *, receipt_id: int, receipt: NewReceipt, source: str, by: Actor, at: datetime, original_id: int | None = None
) -> None:
    """Write one new receipt under an id made before, for a till that posts points and growth in the same transaction.

    The database refuses a number that `source` and store have given before.
    """
    rules.check(receipt)
    bulk.insert(Receipt, _RECEIPT_COLUMNS, [_receipt_row(receipt_id, receipt, source, original_id, None)])
    bulk.insert(ReceiptLine, _LINE_COLUMNS, _line_rows({receipt_id: receipt}))
    members.note_purchases(purchases=_served([receipt]), by=by, at=at)
    outbox.emit(ReceiptsRecorded(receipt_ids=[receipt_id]), by=by, at=at)


@transaction.atomic
def retract(*, import_id: int, by: Actor, at: datetime) -> int:
    """Take the receipts of an import back as if they had never come in, with what they earned; return how many."""
    receipt_ids = queries.ids_of_import(import_id)
    if not receipt_ids:
        raise NothingToRetract
    for batch in bulk.batches(receipt_ids, _EVENT_SIZE):
        points.retract_many(receipt_ids=batch, by=by, at=at)
        growth.retract_many(receipt_ids=batch, by=by, at=at)
        outbox.emit(ReceiptsRetracted(receipt_ids=batch), by=by, at=at)
    sql.delete_import(import_id)
    return len(receipt_ids)


def _not_yet_known(receipts: Sequence[NewReceipt], source: str) -> list[NewReceipt]:
    known = set(queries.ids_by_external(source, [receipt.external_id for receipt in receipts]))
    fresh: list[NewReceipt] = []
    for receipt in receipts:
        key = (receipt.store_id, receipt.external_id)
        if key not in known:
            known.add(key)
            fresh.append(receipt)
    return fresh


def _originals(numbered: Mapping[int, NewReceipt], source: str) -> dict[int, int]:
    """Return, for each return whose sale is known, the id of that sale: in this batch or written before."""
    returns = {key: receipt for key, receipt in numbered.items() if receipt.original_external_id is not None}
    if not returns:
        return {}
    known = queries.ids_by_external(source, [str(receipt.original_external_id) for receipt in returns.values()])
    known |= {(receipt.store_id, receipt.external_id): key for key, receipt in numbered.items()}
    places = {key: (receipt.store_id, str(receipt.original_external_id)) for key, receipt in returns.items()}
    return {key: known[place] for key, place in places.items() if place in known}


def _receipt_row(
    key: int, receipt: NewReceipt, source: str, original_id: int | None, import_id: int | None
) -> tuple[object, ...]:
    total = rules.totals(receipt.lines)
    return (
        key, receipt.external_id, source, receipt.store_id, receipt.member_id, receipt.guide_id, receipt.sold_at,
        clock.business_date(receipt.sold_at), receipt.channel, str(receipt.kind), original_id, total.list_minor,
        total.discount_minor, total.net_minor, total.cost_minor, total.quantity_milli, len(receipt.lines), import_id,
    )  # fmt: skip


def _line_rows(numbered: Mapping[int, NewReceipt]) -> list[tuple[object, ...]]:
    lines = [
        (key, number, line) for key, receipt in numbered.items() for number, line in enumerate(receipt.lines, start=1)
    ]
    return [
        (line_id, key, number, line.sku_id, line.quantity_milli, line.list_minor, line.discount_minor,
         line.net_minor, line.cost_minor, line.original_line_no)
        for line_id, (key, number, line) in zip(ids.many(len(lines)), lines, strict=True)
    ]  # fmt: skip


def _served(receipts: Iterable[NewReceipt]) -> list[Served]:
    return [
        Served(receipt.member_id, receipt.store_id, receipt.guide_id, clock.business_date(receipt.sold_at))
        for receipt in receipts
        if receipt.member_id is not None and receipt.kind == ReceiptKind.SALE
    ]


def _apply_rules(numbered: Mapping[int, NewReceipt], originals: Mapping[int, int], *, by: Actor, at: datetime) -> None:
    """Let members' receipts count towards tiers, then earn points at the tier each member had when that day began."""
    of_members = {key: receipt for key, receipt in numbered.items() if receipt.member_id is not None}
    if not of_members:
        return
    categories = catalog.category_ids_of(
        {line.sku_id for receipt in of_members.values() for line in receipt.lines if line.sku_id is not None}
    )
    counted = [_counted(key, receipt, originals.get(key)) for key, receipt in of_members.items()]
    growth.count_many(sales=counted, by=by, at=at)
    earnable = [_earnable(key, receipt, originals.get(key), categories) for key, receipt in of_members.items()]
    points.earn_many(sales=earnable, levels=tiers.levels_when_day_began(counted), by=by, at=at)


def _counted(key: int, receipt: NewReceipt, original_id: int | None) -> CountedSale:
    return CountedSale(
        receipt_id=key,
        member_id=_member_of(receipt),
        store_id=receipt.store_id,
        business_date=clock.business_date(receipt.sold_at),
        kind=str(receipt.kind),
        original_id=original_id,
        net_minor=rules.totals(receipt.lines).net_minor,
    )


def _earnable(key: int, receipt: NewReceipt, original_id: int | None, categories: Mapping[int, int]) -> EarnableSale:
    return EarnableSale(
        receipt_id=key,
        member_id=_member_of(receipt),
        store_id=receipt.store_id,
        sold_at=receipt.sold_at,
        business_date=clock.business_date(receipt.sold_at),
        kind=str(receipt.kind),
        original_id=original_id,
        lines=tuple(
            EarnableLine(number, categories.get(line.sku_id) if line.sku_id else None, line.net_minor)
            for number, line in enumerate(receipt.lines, start=1)
        ),
    )


def _member_of(receipt: NewReceipt) -> int:
    assert receipt.member_id is not None  # noqa: S101 - only members' receipts come here
    return receipt.member_id
