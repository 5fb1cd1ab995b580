"""Benefits: granted for a time and a number of times, used once a sale, given back with it, reported when unused."""

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
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook.operations import InvalidRule
from shuke.ledgers.benefits import operations as benefits
from shuke.ledgers.benefits import queries
from shuke.ledgers.benefits.types import BENEFIT_KIND, CARD_KIND, CURRENCY, NewGrant, Use
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Source, member
from shuke.surfaces import merging

NOON = datetime(2026, 1, 31, 4, tzinfo=UTC)
TODAY = date(2026, 1, 31)
YEAR_END = date(2027, 1, 1)
MEMBER_DAY = {"zh": "会员日全场八折", "en": "20 % off the whole shop", "kind": "whole_shop", "percent_off": 20}
QUEUE = {"zh": "优先排队", "en": "Priority queue", "kind": "priority_queue"}
GOLD = {
    "zh": "金卡",
    "en": "Gold card",
    "price_minor": 19_900,
    "months": 3,
    "grants": [{"benefit": "day", "quota": 1, "every": "month"}, {"benefit": "queue"}],
}


@pytest.fixture(autouse=True)
def whole_chain():
    with scopes.everywhere(reason="tests ask for all stores"):
        yield


@pytest.fixture
def store(db) -> int:
    for kind, key, body in (
        (BENEFIT_KIND, "day", MEMBER_DAY),
        (BENEFIT_KIND, "queue", QUEUE),
        (CARD_KIND, "gold", GOLD),
    ):
        version = rulebook.propose(kind=kind, key=key, body=body, effective_from=date(2026, 1, 1), by=SYSTEM, at=NOON)
        rulebook.approve(version_id=version, by=SYSTEM, at=NOON)
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=NOON)["S1"]


@pytest.fixture
def anna(store) -> int:
    return members.enrol(new=NewMember(store_id=store, source="till", phone="13800000001"), by=SYSTEM, at=NOON)


def give(member_id: int, code: str = "day", quota: int | None = 4, **terms) -> int:
    new = NewGrant(code, quota, terms.pop("from_date", TODAY), terms.pop("to_date", YEAR_END))
    return benefits.grant(member_id=member_id, new=new, by=SYSTEM, at=NOON, **terms)


def use(grant_id: int, member_id: int, *, receipt: int | None = None, at: datetime = NOON) -> None:
    source = Source("receipt", receipt or ids.new())
    benefits.use(grant_ids=[grant_id], member_id=member_id, source=source, store_id=None, by=SYSTEM, at=at)


def test_a_quota_is_used_a_number_of_times_and_no_more(anna) -> None:
    grant_id = give(anna, quota=2)
    use(grant_id, anna, receipt=1)
    use(grant_id, anna, receipt=1)
    use(grant_id, anna, receipt=2)

    with pytest.raises(benefits.NotUsable):
        use(grant_id, anna)
    (held,) = queries.of_member(anna, on=TODAY)
    assert (held.quota, held.left, held.percent_off) == (2, 0, 20)
    assert queries.usable(anna, on=TODAY) == []


def test_a_benefit_without_number_is_used_as_often_as_wanted(anna) -> None:
    grant_id = give(anna, "queue", None)
    for _ in range(3):
        use(grant_id, anna)

    (held,) = queries.usable(anna, on=TODAY)
    assert held.left is None


def test_a_benefit_has_its_days(anna) -> None:
    grant_id = give(anna, from_date=TODAY + timedelta(days=1), to_date=TODAY + timedelta(days=3))

    with pytest.raises(benefits.NotUsable):
        use(grant_id, anna)
    with pytest.raises(benefits.NotUsable):
        use(grant_id, anna, at=NOON + timedelta(days=3))


def test_nobody_uses_the_benefit_of_another(anna, store) -> None:
    other = members.enrol(new=NewMember(store_id=store, source="till", phone="13800000002"), by=SYSTEM, at=NOON)

    with pytest.raises(benefits.NotUsable):
        use(give(anna), other)


def test_a_till_uses_for_the_survivor_what_was_granted_to_a_merged_account(anna, store) -> None:
    bea = members.enrol(new=NewMember(store_id=store, source="till", phone="13800000002"), by=SYSTEM, at=NOON)
    grant_id = give(anna, quota=1)
    members.merge(survivor_id=bea, merged_id=anna, followers=merging.FOLLOWERS, by=SYSTEM, at=NOON)

    with book.together(holders=[member(bea)], currencies=[CURRENCY], by=SYSTEM, at=NOON):
        use(grant_id, bea)

    assert accounts.balance(member(bea), CURRENCY).available == 0


def test_an_occasion_grants_once(anna) -> None:
    assert give(anna, occasion="2026") == give(anna, occasion="2026")
    assert accounts.balance(member(anna), CURRENCY).available == 4


def test_what_is_not_in_force_is_not_granted_and_a_service_has_no_discount(anna, store) -> None:
    with pytest.raises(benefits.BenefitUnknown):
        give(anna, "spa")
    with pytest.raises(benefits.CardUnknown):
        sell(anna, store, "platinum")
    with pytest.raises(InvalidRule):
        rulebook.propose(
            kind=BENEFIT_KIND, key="x", body={**QUEUE, "percent_off": 5}, effective_from=TODAY, by=SYSTEM, at=NOON
        )


def sell(member_id: int, store: int, card: str = "gold", card_id: int | None = None) -> int:
    return benefits.sell_card(
        card_id=card_id or ids.new(),
        card=card,
        member_id=member_id,
        store_id=store,
        source=Source("order", 1),
        by=SYSTEM,
        at=NOON,
    )


def test_a_card_fills_its_quota_each_month_and_the_next_card_follows_it(anna, store) -> None:
    card_id = sell(anna, store)
    assert sell(anna, store, card_id=card_id) == card_id

    months = [TODAY, date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 29)]
    assert [[each.code for each in queries.usable(anna, on=day)] for day in months] == [["day", "queue"]] * 4
    assert queries.usable(anna, on=date(2026, 4, 30)) == []

    sell(anna, store)
    assert [each.code for each in queries.usable(anna, on=date(2026, 4, 30))] == ["day", "queue"]


def test_a_refunded_sale_gives_the_use_back_once(anna) -> None:
    grant_id = give(anna, quota=1)
    use(grant_id, anna, receipt=7)

    given = [
        benefits.give_back(source=Source("receipt", 7), refund_source=Source("receipt", 8), by=SYSTEM, at=NOON)
        for _ in range(2)
    ]

    assert given == [1, 0]
    use(grant_id, anna)


@pytest.mark.covers("A36")
def test_what_is_never_used_expires_and_is_reported(anna) -> None:
    ended = give(anna, quota=4, to_date=TODAY + timedelta(days=30))
    give(anna, "queue", None, to_date=TODAY + timedelta(days=30))
    use(ended, anna)

    assert queries.unused(since=TODAY, until=YEAR_END) == [Use("day", 4, 1, 3), Use("queue", 1, 0, 1)]
    with pytest.raises(benefits.NotUsable):
        use(ended, anna, at=NOON + timedelta(days=30))


@pytest.mark.django_db(transaction=True)
def test_the_last_use_is_had_by_one_of_many_tills(anna) -> None:
    """The guard is the book's; its control is `tests/apps/book/test_races.py`."""
    grant_id, had = give(anna, quota=1), []

    def come() -> None:
        try:
            with scopes.everywhere(reason="a thread of a test"):
                use(grant_id, anna)
            had.append(1)
        except benefits.NotUsable:
            pass
        finally:
            connections.close_all()

    together = [threading.Thread(target=come) for _ in range(8)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()

    assert had == [1]
