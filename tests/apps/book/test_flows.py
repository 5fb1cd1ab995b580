"""What came and went by month, store, funder and kind, and that it always adds up to what is there."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from tests.apps.book.conftest import fresh
from tests.apps.book.test_tampering import run
from tests.apps.book.verbs import every_test_leaves_a_book_that_proves  # noqa: F401

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries, summing
from shuke.ledgers.book.types import Adjustment, Earning, Flow, FlowKind, Holder, Origin, Reversal, Source, Spending

pytestmark = pytest.mark.django_db

CAUSE = Source("test", 1)
B, C, HQ = 11, 12, 99
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def give(holder: Holder, amount: int, day: date, store: int, funder: int | None = None, **terms):
    earning = Earning(holder, "points", amount, CAUSE, store_id=store, funder_id=funder, **terms)
    return book.earn(earning=earning, by=SYSTEM, at=noon(day))


def take(holder: Holder, amount: int, day: date, store: int):
    return book.redeem(spending=Spending(holder, "points", amount, CAUSE, store_id=store), by=SYSTEM, at=noon(day))


def undo(set_id: int, day: date, store: int, amount: int | None = None):
    return book.reverse(reversal=Reversal(set_id, CAUSE, amount, store_id=store), by=SYSTEM, at=noon(day))


def flows() -> list[tuple[date, int | None, FlowKind, int | None, int]]:
    rows = queries.flows(["points"], since=MARCH, until=MAY)
    told = [(row.month, row.origin.store_id, row.kind, row.store_id, row.amount) for row in rows]
    return sorted(told, key=lambda row: (row[0], row[1] or 0, row[2], row[3]))


def test_a_row_tells_month_issuing_store_funder_kind_and_acting_store():
    holder = fresh()
    give(holder, 100, date(2026, 3, 5), B, HQ)
    take(holder, 30, date(2026, 4, 2), C)

    assert queries.flows(["points"], since=MARCH, until=MAY) == [
        Flow(MARCH, Origin("points", B, HQ), FlowKind.ISSUED, B, 100),
        Flow(APRIL, Origin("points", B, HQ), FlowKind.USED, C, -30),
    ]
    assert queries.standing(["points"], before=APRIL) == {Origin("points", B, HQ): 100}
    assert queries.standing(["points", "points"], before=MAY) == {Origin("points", B, HQ): 70}


def test_a_reversal_is_told_by_what_it_undoes():
    holder = fresh()
    earned = give(holder, 100, MARCH, B)
    spent = take(holder, 60, MARCH, B)
    undo(spent.set_id, APRIL, C, 20)
    undo(earned.set_id, APRIL, C)

    assert flows() == [
        (MARCH, B, FlowKind.ISSUED, B, 100),
        (MARCH, B, FlowKind.USED, B, -60),
        (APRIL, None, FlowKind.ISSUED, C, -40),
        (APRIL, B, FlowKind.ISSUED, C, -60),
        (APRIL, B, FlowKind.USED, C, 20),
    ]
    assert sum(queries.standing(["points"], before=MAY).values()) == -40


def test_debt_paid_from_another_stores_lot_is_moved():
    holder = fresh()
    earned = give(holder, 100, MARCH, B)
    take(holder, 100, MARCH, B)
    undo(earned.set_id, MARCH, C)
    give(holder, 40, APRIL, B)

    moved = [row for row in flows() if row[2] is FlowKind.MOVED]
    assert moved == [(APRIL, None, FlowKind.MOVED, B, 40), (APRIL, B, FlowKind.MOVED, B, -40)]
    assert queries.standing(["points"], before=MAY) == {Origin("points", None, None): -60}
    assert queries.balance(holder, "points").net == -60


def test_opening_plus_flows_is_closing_for_each_origin():
    holders = [fresh() for _ in range(3)]
    for number, holder in enumerate(holders):
        earned = give(holder, 100, date(2026, 2, 3 + number), B, expires_on=date(2026, 4, 10 + number))
        give(holder, 50, MARCH, C, HQ)
        spent = take(holder, 70, date(2026, 3, 9), C)
        undo(spent.set_id, APRIL, C, 30)
        adjustment = Adjustment(holder, "points", -5, CAUSE, store_id=B)
        book.adjust(adjustment=adjustment, by=SYSTEM, at=noon(APRIL))
        if number == 2:
            undo(earned.set_id, APRIL, B)
    book.expire_due(on=date(2026, 4, 11), by=SYSTEM, at=noon(date(2026, 4, 11)))

    closing = queries.standing(["points"], before=MARCH)
    for row in queries.flows(["points"], since=MARCH, until=MAY):
        closing[row.origin] = closing.get(row.origin, 0) + row.amount
    assert {origin: amount for origin, amount in closing.items() if amount} == queries.standing(["points"], before=MAY)
    assert sum(closing.values()) == sum(queries.balance(holder, "points").net for holder in holders)


NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
TO_THE_END = date(2026, 6, 1)


def later(holder: Holder, amount: int, day: date, store: int, **terms):
    """Give in the present what happened on an earlier day, as an import or a till that was cut off does."""
    earning = Earning(holder, "points", amount, CAUSE, store_id=store, occurred_at=noon(day), **terms)
    return book.earn(earning=earning, by=SYSTEM, at=NOW)


def a_story(holder: Holder, day: date) -> None:
    """Of each kind of change one, on the day or in the present."""
    ends = date(2026, 5, 15)
    earned = later(holder, 100, day, B, funder_id=HQ, expires_on=ends)
    later(holder, 50, day, C)
    spending = Spending(holder, "points", 70, CAUSE, store_id=C, occurred_at=noon(day))
    spent = book.redeem(spending=spending, by=SYSTEM, at=NOW)
    undo(spent.set_id, NOW.date(), C, 30)
    book.adjust(adjustment=Adjustment(holder, "points", -5, CAUSE, store_id=B), by=SYSTEM, at=NOW)
    book.transfer(giver=holder, receiver=fresh(), currency="points", amount=20, source=CAUSE, by=SYSTEM, at=NOW)
    undo(earned.set_id, NOW.date(), C)
    later(holder, 15, day, C)


def answers() -> list[object]:
    """All that the sums are read for, over spans that begin and end within months too."""
    days = (date(2026, 3, 7), APRIL, date(2026, 5, 20), TO_THE_END)
    told: list[object] = [queries.standing(["points"], before=day) for day in days]
    told += [queries.flows(["points", "gold"], since=since, until=until) for since, until in pairwise(days)]
    return [*told, *(queries.ageing("points", until=day) for day in days)]


def test_what_is_told_stays_the_same_when_it_is_sealed():
    a_story(fresh(), date(2026, 3, 5))
    a_story(fresh(), date(2026, 3, 5))
    open_, _ = answers(), book.seal(by=SYSTEM, at=NOW)
    assert answers() == open_
    assert sum(queries.standing(["points"], before=TO_THE_END).values()) > 0


def test_what_comes_in_for_a_day_that_is_sealed_is_told_at_once():
    a_story(fresh(), date(2026, 3, 5))
    book.seal(by=SYSTEM, at=NOW)
    before = answers()
    a_story(fresh(), date(2026, 3, 5))
    a_story(fresh(), date(2026, 3, 6))
    half_open = answers()
    assert half_open != before

    book.seal(by=SYSTEM, at=NOW)
    assert answers() == half_open
    run("DELETE FROM book_flow_sum")
    run("DELETE FROM book_age_sum")
    assert all(not told for told in answers())  # it was the sums that were read
    summing.add(1, 1_000)


def test_a_lot_ages_from_the_month_it_was_issued_in_also_at_another_holder():
    giver, receiver = fresh(), fresh()
    give(giver, 100, date(2026, 2, 3), B, expires_on=date(2027, 1, 1))
    book.transfer(giver=giver, receiver=receiver, currency="points", amount=40, source=CAUSE, by=SYSTEM, at=noon(MARCH))
    take(receiver, 10, APRIL, C)

    rows = [
        (row.issued_in, row.ends_in, row.month, row.kind, row.amount) for row in queries.ageing("points", until=MAY)
    ]
    february, ends = date(2026, 2, 1), date(2027, 1, 1)
    assert rows == [
        (february, ends, february, FlowKind.ISSUED, 100),
        (february, ends, APRIL, FlowKind.USED, -10),
    ]
