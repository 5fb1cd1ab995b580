"""Receipts of a simulated year that come in by file from a mall's tills, and files that are taken back."""

from datetime import timedelta

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt, ReceiptKind
from shuke.surfaces.demo.year_state import Year

SOURCE = "mall"


def bring_in(year: Year) -> str | None:
    """Bring a file of a few receipts in, the members' by the rules of the day; one in four comes back in part."""
    receipts = list[NewReceipt]()
    for _ in range(year.chance.randrange(2, 8)):
        sale = _sale(year)
        receipts.append(sale)
        if year.chance.random() < 0.25:
            receipts.append(_back(year, sale))
    import_id = ids.new()
    sales.record_many(receipts=receipts, source=SOURCE, by=SYSTEM, at=year.at, import_id=import_id, replay_rules=True)
    again = sales.record_many(
        receipts=receipts, source=SOURCE, by=SYSTEM, at=year.at, import_id=ids.new(), replay_rules=True
    )
    if again.recorded:
        raise RuntimeError(f"import {import_id} was taken in twice")
    year.files.append(import_id)
    return "file brought in"


def take_back(year: Year) -> str | None:
    """Take a file back with all that its receipts earned."""
    chosen = year.latest(year.files, 50)
    if chosen is None:
        return None
    sales.retract(import_id=chosen, by=year.manager, at=year.at)
    year.files.remove(chosen)
    return "file taken back"


def _sale(year: Year) -> NewReceipt:
    lines = tuple(_line(year, year.chance.choice((1_000, 2_000))) for _ in range(year.chance.randrange(1, 4)))
    row = year.some_store()
    return NewReceipt(
        external_id=f"F{year.next()}",
        store_id=year.stores[row],
        sold_at=year.at - timedelta(hours=2),
        lines=lines,
        member_id=year.somebody() if year.chance.random() < 0.8 else None,
        guide_id=year.chance.choice(year.guides[row]),
    )


def _line(year: Year, quantity: int) -> NewLine:
    paid = year.chance.randrange(500, 30_000)
    off = year.chance.choice((0, 0, 100))
    return NewLine(year.chance.choice(year.skus), quantity, paid + off, off, paid)


def _back(year: Year, sale: NewReceipt) -> NewReceipt:
    line = sale.lines[0]
    return NewReceipt(
        external_id=f"F{year.next()}",
        store_id=sale.store_id,
        sold_at=year.at - timedelta(hours=1),
        lines=(NewLine(line.sku_id, -line.quantity_milli, -line.list_minor, -line.discount_minor, -line.net_minor),),
        member_id=sale.member_id,
        guide_id=sale.guide_id,
        kind=ReceiptKind.RETURN,
        original_external_id=sale.external_id,
    )
