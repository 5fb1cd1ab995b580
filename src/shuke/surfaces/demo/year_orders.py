"""Orders of a simulated year that wait: parked baskets, goods ordered to be fetched later, some on a deposit."""

from dataclasses import replace

from shuke.ledgers.book.types import member
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout import queries as orders
from shuke.selling.checkout.types import Tender, TenderKind
from shuke.surfaces.demo import year_trade
from shuke.surfaces.demo.year_state import Waiting, Year


def suspend(year: Year) -> str | None:
    """Park a basket; most go on within a few acts, a few are forgotten."""
    row = year.some_store()
    order = year_trade.basket(year, row)
    order_id = checkout.suspend(order=order, by=year.cashiers[row], at=year.at)
    if year.chance.random() < 0.2:
        checkout.cancel(order_id=order_id, reason="客人不要了", by=year.cashiers[row], at=year.at)
        return "basket given up"
    year_trade.note(year, row, year_trade.check_out(year, row, order))
    return "basket parked and sold"


def place(year: Year) -> str | None:
    """Order goods to be fetched later; three in five leave a deposit."""
    row = year.some_store()
    order = year_trade.basket(year, row)
    due = orders.quote(order=order, at=year.at).due_minor
    deposit = None
    if due > 1_000 and year.chance.random() < 0.6:
        deposit = year_trade.by_money(year, row, due // 30 * 10)
    placed = checkout.place(order=replace(order, shown_minor=due), by=year.cashiers[row], at=year.at, deposit=deposit)
    year.placed.append(Waiting(row, placed.order_id, order.client_id, due, placed.deposit_minor, order.member_id))
    return "order placed on a deposit" if deposit else "order placed"


def fetch(year: Year) -> str | None:
    """Fetch what was ordered and pay the rest; one order in five is given up instead."""
    if not year.placed:
        return None
    waiting = year.placed.pop(year.chance.randrange(len(year.placed)))
    row, by = waiting.store, year.cashiers[waiting.store]
    if year.chance.random() < 0.2:
        shift_id = year.shifts.get(row)
        checkout.cancel(order_id=waiting.order_id, reason="改主意了", by=by, at=year.at, shift_id=shift_id)
        return "order given up"
    done = checkout.pick_up(
        store_id=year.stores[row],
        client_id=waiting.client_id,
        tenders=_the_rest(year, waiting),
        by=by,
        at=year.at,
        shift_id=year.shifts.get(row),
    )
    year_trade.note(year, row, done)
    return "order picked up"


def _the_rest(year: Year, waiting: Waiting) -> tuple[Tender, ...]:
    left = waiting.due_minor - waiting.deposit_minor
    if waiting.member_id is not None and left and stored_value.balance(member(waiting.member_id)).available >= left:
        return (Tender(TenderKind.STORED_VALUE, left),)
    return (year_trade.by_money(year, waiting.store, left),) if left else ()
