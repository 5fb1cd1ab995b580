"""A shop that writes what the selling rooms write, in bulk, so that the warehouse has something to bring in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.db import bulk
from shuke.foundation.members.models import Member
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.outbox.types import Event
from shuke.insight.warehouse import operations, queries
from shuke.insight.warehouse.types import Table
from shuke.selling.sales.events import ReceiptsRecorded, ReceiptsRetracted
from shuke.selling.sales.models import Receipt, ReceiptLine

DAY = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)

RECEIPT = (
    "id", "external_id", "source", "store_id", "member_id", "sold_at", "business_date", "channel", "kind",
    "list_minor", "discount_minor", "net_minor", "cost_minor", "quantity_milli", "line_count",
)  # fmt: skip
LINE = (
    "id", "receipt_id", "line_no", "sku_id",
    "quantity_milli", "list_minor", "discount_minor", "net_minor", "cost_minor",
)  # fmt: skip


@dataclass
class Shop:
    """One store, two goods; `sells` writes receipts and their event in one transaction, as the till does."""

    store_id: int
    entity_id: int
    skus: list[int]
    at: datetime = DAY
    members: list[int] = field(default_factory=list)

    def enrols(self, count: int) -> list[int]:
        new = ids.many(count)
        columns = (
            "id", "number", "status", "enrolled_at", "enrolled_on", "enrolling_store_id", "entity_id", "source",
            "gender", "birth_year", "is_shared", "changed_at",
        )  # fmt: skip
        rows = [
            (member, f"M{member}", "active", self.at, date(2025, 1, 1), self.store_id, self.entity_id, "till", "female",
             1990, False, self.at)
            for member in new
        ]  # fmt: skip
        with transaction.atomic():
            bulk.insert(Member, columns, rows)
            self.tells(MembersChanged(new))
        self.members += new
        return new

    def sells(self, receipts: int = 1, *, lines: int = 2, member: int | None = None, day: int = 0) -> list[int]:
        new = ids.many(receipts)
        sold_at = self.at + timedelta(days=day)
        heads = [
            (one, str(one), "till", self.store_id, member, sold_at, sold_at.date(), "store", "sale",
             100 * lines, 10 * lines, 90 * lines, 50 * lines, 1000 * lines, lines)
            for one in new
        ]  # fmt: skip
        rows = [
            (line_id, one, number + 1, self.skus[number % len(self.skus)], 1000, 100, 10, 90, 50)
            for one in new
            for number, line_id in enumerate(ids.many(lines))
        ]
        with transaction.atomic():
            bulk.insert(Receipt, RECEIPT, heads)
            bulk.insert(ReceiptLine, LINE, rows)
            for start in range(0, len(new), 2_000):
                self.tells(ReceiptsRecorded(new[start : start + 2_000]))
        return new

    def retracts(self, receipts: list[int]) -> None:
        with transaction.atomic():
            self.tells(ReceiptsRetracted(receipts))
            ReceiptLine.objects.filter(receipt_id__in=receipts).delete()
            Receipt._base_manager.filter(id__in=receipts).delete()

    def merges(self, member: int, survivor: int) -> None:
        with transaction.atomic():
            Member.everyone.filter(id=member).update(status="merged", survivor_id=survivor)
            self.tells(MembersMerged(member, survivor))

    def unmerges(self, member: int, survivor: int) -> None:
        with transaction.atomic():
            Member.everyone.filter(id=member).update(status="active", survivor_id=None)
            self.tells(MembersMerged(member, survivor))

    def tells(self, event: Event) -> None:
        outbox.emit(event, by=SYSTEM, at=self.at)


@dataclass(frozen=True, slots=True)
class MembersChanged:
    name = "members.changed"
    member_ids: list[int]


@dataclass(frozen=True, slots=True)
class MembersMerged:
    name = "members.merged"
    member_id: int
    survivor_id: int


def ask(sql: str, **params: object) -> Table:
    with queries.open_engine(url="duckdb") as engine:
        return engine.rows(sql, params)


def one(sql: str, **params: object) -> object:
    ((value,),) = ask(sql, **params).rows
    return value


def bring_in(at: datetime = DAY) -> int:
    return operations.export(at=at).events
