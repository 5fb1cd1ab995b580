"""A pass: sold once, used session by session, shared in the family, given back pro rata."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from shuke.foundation import ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.foundation.policy.types import Cause
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook.operations import InvalidRule
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.passes import queries, rules
from shuke.ledgers.passes.types import CURRENCY, RULE_KIND

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
BABY_SWIM = {
    "zh": "婴儿游泳十次卡",
    "en": "Ten baby swims",
    "service": "swim",
    "price_minor": 100_000,
    "sessions": 10,
    "gift_sessions": 2,
    "session_list_minor": 12_000,
    "valid_days": 365,
    "family": 1,
}


@pytest.fixture(autouse=True)
def whole_chain():
    with scopes.everywhere(reason="tests ask for all stores"):
        yield


@pytest.fixture
def store(db) -> int:
    version = rulebook.propose(
        kind=RULE_KIND, key="swim10", body=BABY_SWIM, effective_from=date(2026, 1, 1), by=SYSTEM, at=NOON
    )
    rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=NOON)["S1"]


@pytest.fixture
def join(store):
    def enrol(phone: str) -> int:
        return members.enrol(new=NewMember(store_id=store, source="till", phone=phone), by=SYSTEM, at=NOON)

    return enrol


@pytest.fixture
def mother(join) -> int:
    return join("13800000001")


@pytest.fixture
def sold(store, mother) -> int:
    return sell(store, mother)


def sell(store: int, member_id: int, pass_id: int | None = None) -> int:
    return passes.sell(
        pass_id=pass_id or ids.new(),
        plan="swim10",
        member_id=member_id,
        store_id=store,
        source=Source("order", 1),
        by=SYSTEM,
        at=NOON,
    )


def visit(pass_id: int, member_id: int, store: int, *, source_id: int | None = None, sessions: int = 1, **when):
    return passes.consume(
        pass_id=pass_id,
        member_id=member_id,
        source=Source("order", source_id or ids.new()),
        store_id=store,
        sessions=sessions,
        by=SYSTEM,
        at=when.get("at", NOON),
    )


def test_all_sessions_together_earn_exactly_the_price() -> None:
    parts = [rules.worth(paid_minor=100_000, sessions=12, used_before=before, used_now=1) for before in range(12)]

    assert sum(parts) == 100_000
    assert {8_333, 8_334} == set(parts)


def test_a_pass_is_sold_once_and_its_sessions_lie_in_the_book(store, mother) -> None:
    pass_id = sell(store, mother)
    assert sell(store, mother, pass_id) == pass_id

    (found,) = queries.of_member(mother)
    assert (found.id, found.remaining, found.sessions_paid, found.sessions_gift) == (pass_id, 12, 10, 2)
    assert found.expires_on == date(2027, 3, 10)
    assert accounts.balance(member(mother), CURRENCY).available == 12


def test_only_a_plan_on_sale_is_sold_and_none_is_dearer_than_its_sessions(store, mother) -> None:
    with pytest.raises(passes.PlanUnknown):
        passes.sell(
            pass_id=1, plan="spa", member_id=mother, store_id=store, source=Source("order", 1), by=SYSTEM, at=NOON
        )
    dear = {**BABY_SWIM, "price_minor": 120_001}
    with pytest.raises(InvalidRule):
        rulebook.propose(kind=RULE_KIND, key="x", body=dear, effective_from=date(2026, 1, 1), by=SYSTEM, at=NOON)


def test_a_visit_takes_a_session_once_however_often_it_is_sent(sold, mother, store) -> None:
    first = visit(sold, mother, store, source_id=9)
    again = visit(sold, mother, store, source_id=9)

    assert first == again
    assert first.worth_minor == 8_333
    found = queries.find(sold)
    assert found is not None
    assert found.remaining == 11


def test_the_family_uses_the_pass_and_strangers_do_not(sold, join, store) -> None:
    father, aunt = join("13800000002"), join("13800000003")
    with pytest.raises(passes.NotYours):
        visit(sold, father, store)
    for _ in range(2):
        passes.share(pass_id=sold, with_member_id=father, by=SYSTEM, at=NOON)

    assert visit(sold, father, store).sessions == 1
    assert [each.id for each in queries.of_member(father)] == [sold]
    with pytest.raises(passes.FamilyIsFull):
        passes.share(pass_id=sold, with_member_id=aunt, by=SYSTEM, at=NOON)
    with pytest.raises(passes.PassUnknown):
        passes.share(pass_id=1, with_member_id=aunt, by=SYSTEM, at=NOON)


def test_more_than_is_left_and_after_the_last_day_is_refused(sold, mother, store) -> None:
    with pytest.raises(book.NotEnough):
        visit(sold, mother, store, sessions=13)
    with pytest.raises(passes.NoSessions):
        visit(sold, mother, store, sessions=0)
    visit(sold, mother, store, at=NOON + timedelta(days=364))
    with pytest.raises(passes.PassExpired):
        visit(sold, mother, store, at=NOON + timedelta(days=365))


@pytest.mark.parametrize(
    ("used", "cause", "days", "refund", "article"),
    [
        (0, Cause.CONSUMER, 7, 100_000, "14"),
        (0, Cause.CONSUMER, 8, 100_000, "19"),
        (3, Cause.OPERATOR, 30, 75_000, "18-2"),
        (3, Cause.CONSUMER, 30, 64_000, "19"),
        (9, Cause.CONSUMER, 30, 0, "20"),
    ],
)
def test_a_pass_is_given_back_by_the_articles(sold, mother, store, used, cause, days, refund, article) -> None:
    if used:
        visit(sold, mother, store, sessions=used)

    quote = passes.refund(pass_id=sold, cause=cause, by=SYSTEM, at=NOON + timedelta(days=days), reason="退卡")

    assert (quote.refund_minor, quote.sessions_used) == (refund, used)
    assert article in quote.articles
    assert accounts.balance(member(mother), CURRENCY).available == 0
    with pytest.raises(passes.PassUnknown):
        passes.refund(pass_id=sold, cause=cause, by=SYSTEM, at=NOON)


def test_a_refunded_sale_gives_its_sessions_back_once(sold, mother, store) -> None:
    visit(sold, mother, store, source_id=9, sessions=2)

    undone = [
        passes.give_back(source=Source("order", 9), refund_source=Source("return", 10), by=SYSTEM, at=NOON)
        for _ in range(2)
    ]

    assert undone == [2, 0]
    assert queries.used(sold) == 0
    found = queries.find(sold)
    assert found is not None
    assert found.remaining == 12


@pytest.mark.django_db(transaction=True)
def test_of_many_visits_at_once_no_more_than_the_sessions_succeed(sold, mother, store) -> None:
    """The guard is the book's; its control is `tests/apps/book/test_races.py`."""
    done: list[int] = []

    def come() -> None:
        try:
            with scopes.everywhere(reason="a thread of a test"):
                done.append(visit(sold, mother, store).sessions)
        except book.NotEnough:
            pass
        finally:
            connections.close_all()

    together = [threading.Thread(target=come) for _ in range(20)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()

    assert sum(done) == 12
    assert accounts.balance(member(mother), CURRENCY).available == 0
