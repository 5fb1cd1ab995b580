"""Hold the answer that was kept for each till against the rows beside it: the order, its lines, its coupons."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from shuke.foundation.db import bulk
from shuke.foundation.db.flaws import Flaw
from shuke.selling.checkout.models import Order
from shuke.selling.checkout.types import OrderKind

_ORDERS_AT_ONCE = 500
_SUMS = ("client_id", "store_id", "net_minor", "due_minor", "rounding_minor")
_SERVED = ("guide_id", "owner_store_id", "owner_guide_id", "owner_percent")
_LINE = ("line_no", "sku_id", "quantity_milli", "list_minor", "net_minor")

_Row = tuple[Any, ...]


def find() -> Iterator[Flaw]:
    """Yield every order whose answer is not what was sold. A few hundred orders at a time are held."""
    columns = ("id", "kind", *_SUMS, *_SERVED, "answer")
    rows = Order._base_manager.filter(answer__gt="").order_by("id").values_list(*columns)
    for batch in bulk.batches(rows.iterator(_ORDERS_AT_ONCE), _ORDERS_AT_ONCE):
        order_ids = [row[0] for row in batch]
        lines, coupons = _lines_of(order_ids), _coupons_of(order_ids)
        for order_id, kind, *beside, text in batch:
            said = json.loads(text)
            if (
                said["order_id"] != order_id
                or not _is_the_order(said, kind, beside)
                or _said_lines(said) != sorted(lines[order_id])
                or not coupons[order_id] <= set(said["coupon_ids"])
            ):
                yield Flaw("checkout.answer_changed", f"order:{order_id}", "the answer kept is not what was sold")


def _is_the_order(said: dict[str, Any], kind: str, beside: Sequence[object]) -> bool:
    sums, served = beside[: len(_SUMS)], beside[len(_SUMS) :]
    whole = sum(line["net_minor"] for line in said["lines"]) == said["net_minor"]
    due = said["due_minor"] - (said["rounding_minor"] if said["original_id"] is None else 0)
    paid = sum(each["amount_minor"] for each in said["paid"])
    same = [said[name] for name in _SUMS] == list(sums)
    by_whom = kind == OrderKind.DEPOSIT or [said["attribution"][name] for name in _SERVED] == list(served)
    return whole and same and by_whom and paid == due


def _said_lines(said: dict[str, Any]) -> list[_Row]:
    return sorted(tuple(line[name] for name in _LINE) for line in said["lines"])


def _lines_of(order_ids: Sequence[int]) -> dict[int, list[_Row]]:
    lines: dict[int, list[_Row]] = defaultdict(list)
    named = ", ".join(_LINE)
    for receipt_id, *line in _rows(f"SELECT receipt_id, {named} FROM sales_line WHERE receipt_id IN", order_ids):
        lines[receipt_id].append(tuple(line))
    return lines


def _coupons_of(order_ids: Sequence[int]) -> dict[int, set[int]]:
    coupons: dict[int, set[int]] = defaultdict(set)
    used = "SELECT used_id, id FROM coupons_coupon WHERE used_kind = 'order' AND used_id IN"
    for order_id, coupon_id in _rows(used, order_ids):
        coupons[order_id].add(coupon_id)
    return coupons


def _rows(statement: str, order_ids: Sequence[int]) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ({', '.join(['%s'] * len(order_ids))})", order_ids)
        return list(cursor.fetchall())
