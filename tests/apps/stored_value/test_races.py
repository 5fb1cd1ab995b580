"""A4 and A5 for stored value: many tills on one account. Every race has a control in which the lock is off."""

from contextlib import nullcontext
from itertools import repeat
from threading import Barrier, Event

import pytest
from tests.apps.book.races import at_once, crowd, refused, without_lock
from tests.apps.stored_value.conftest import (
    FINANCE,
    NOON,
    OWNER,
    PACKAGES,
    STORE,
    TODAY,
    give_back,
    has,
    pay_in,
    pay_out,
    put,
    spend,
)

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.models import Account, Posting
from shuke.ledgers.book.types import Source, card, member
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries, topping
from shuke.ledgers.stored_value.models import TopUp
from shuke.ledgers.stored_value.types import BONUS, PACKAGES_KIND, PRINCIPAL

pytestmark = pytest.mark.django_db(transaction=True)


def tills() -> tuple[int, int]:
    """How many tills there are, and how often each spends: 512 times in all."""
    threads = crowd()
    return threads, 512 // threads


@pytest.fixture(autouse=True)
def _proves_afterwards(request):
    put(PACKAGES_KIND, PACKAGES)
    yield
    if "control" not in request.node.name:
        assert book.prove(at=NOON).findings == ()


def spend_again_and_again(holder, times, fen=100):
    allowed = 0
    for _ in range(times):
        try:
            spend(holder, fen)
        except book.NotEnough:
            continue
        allowed += 1
    return allowed


def lowest(stop):
    """The lowest balance that anybody could read while the tills were busy."""
    seen = 0
    while not stop.is_set():
        seen = min([seen, *Account.objects.values_list("available", flat=True)])
        stop.wait(0.005)
    return seen


def test_64_tills_spend_exactly_what_is_there(anna):
    """A4: 10,000 in two top-ups of principal and bonus; 512 tries of 100, of which 100 go through."""
    threads, times = tills()
    for _ in range(2):
        pay_in(anna, 40, at=NOON)
    stored_value.approve(
        proposal_id=stored_value.propose_adjustment(
            proposal_id=ids.new(), holder=anna, currency=BONUS, amount_minor=2_000, reason="补记", by=FINANCE, at=NOON
        ),
        by=OWNER,
        at=NOON,
    )
    stop, running = Event(), list(range(threads))

    def till():
        try:
            return spend_again_and_again(anna, times)
        finally:
            running.pop()
            if not running:
                stop.set()

    *allowed, low = at_once(*repeat(till, threads), lambda: lowest(stop))

    refused([*allowed, low])
    assert (sum(allowed), low) == (100, 0)
    assert has(anna) == (0, 0)
    left = Posting.objects.filter(account__holder_id=anna.id).values_list("amount", flat=True)
    assert sum(left) == 0


def test_control_without_the_lock_tills_overspend(monkeypatch):
    """Without transaction and lock chance decides who reads first; in a few tries somebody spends what is gone."""
    monkeypatch.setenv("SHUKE_FAILPOINTS", "stored_value.chosen=sleep:0.1")

    def spent_of_400():
        holder = member(ids.new())
        pay_in(holder, 4)
        with without_lock(monkeypatch), monkeypatch.context() as patch:
            patch.setattr(book, "together", lambda **page: nullcontext())
            patch.setattr(stored_value, "spend", stored_value.spend.__wrapped__)
            allowed = at_once(*repeat(lambda: spend_again_and_again(holder, 4), 4))
        refused(allowed)
        return sum(allowed)

    assert any(spent_of_400() > 4 for _ in range(8))


def top_up_500(holder):
    try:
        return bool(pay_in(holder, 500))
    except stored_value.AboveLimit:
        return False


def test_measures_18_the_limit_holds_under_64_top_ups_at_once(anna):
    """64 payments of 500 CNY into one new account: exactly ten make the 5,000 that the law allows."""
    threads, _ = tills()
    taken = at_once(*repeat(lambda: top_up_500(anna), threads))

    refused(taken)
    assert taken.count(True) == 10
    assert has(anna) == (500_000, 0)
    assert TopUp.objects.count() == 10


def test_control_a_limit_that_is_checked_before_the_lock_is_broken(anna, monkeypatch):
    """Four check at once that 500 would fit, and only then take the lock one after the other."""
    checked = Barrier(4)
    monkeypatch.setattr(topping, "_judge_limits", lambda new, package, dated, on: None)
    pay_in(anna, 4_500)

    def careless():
        topping.judge_limit(anna, 50_000, "cn-national", TODAY)
        checked.wait()
        return pay_in(anna, 500)

    assert refused(at_once(*repeat(careless, 4))) == []
    assert has(anna) == (650_000, 0)


def test_the_same_top_up_eight_times_at_once_is_one(anna):
    id = ids.new()
    done = at_once(*repeat(lambda: pay_in(anna, 1_000, "1000+200", id=id), 8))

    assert refused(done) == []
    assert {each.id for each in done} == {id}
    assert sorted(each.repeated for each in done) == [False] + [True] * 7
    assert has(anna) == (100_000, 20_000)


def test_the_same_sale_eight_times_at_once_spends_once(anna):
    pay_in(anna, 1_000, "1000+200")
    sale = Source("order", ids.new())
    done = at_once(*repeat(lambda: spend(anna, 60_000, source=sale), 8))

    assert refused(done) == []
    assert len({each.id for each in done}) == 1
    assert has(anna) == (50_000, 10_000)


def test_refund_and_refund_of_one_sale(anna):
    pay_in(anna, 1_000, "1000+200")
    sale = Source("order", ids.new())
    spend(anna, 60_000, source=sale)
    done = at_once(*repeat(lambda: give_back(sale, 60_000), 4))

    assert [type(each) for each in refused(done)] == [stored_value.NotThatMuchSpent] * 3
    assert has(anna) == (100_000, 20_000)


@pytest.mark.parametrize("attempt", range(3))
def test_paying_out_and_spending(anna, attempt):
    pay_in(anna, 500)
    paid, spent = at_once(lambda: pay_out(anna), lambda: spend(anna, 20_000))

    refused([paid])
    assert paid.refund_minor == (50_000 if refused([spent]) else 30_000)
    assert has(anna) == (0, 0)


def test_two_people_approve_at_once(anna):
    proposal = stored_value.propose_adjustment(
        proposal_id=ids.new(), holder=anna, currency=PRINCIPAL, amount_minor=100, reason="补记", by=FINANCE, at=NOON
    )
    done = at_once(*repeat(lambda: stored_value.approve(proposal_id=proposal, by=OWNER, at=NOON), 4))

    assert [type(each) for each in refused(done)] == [stored_value.ApprovedAlready] * 3
    assert has(anna) == (100, 0)


def test_transfers_in_opposite_directions(anna):
    friend = member(ids.new())
    pay_in(anna, 100)
    pay_in(friend, 50)

    def pass_on(giver, receiver):
        stored_value.transfer(transfer_id=ids.new(), giver_id=giver.id, receiver_id=receiver.id, by=SYSTEM, at=NOON)

    outcomes = at_once(*(lambda: pass_on(anna, friend), lambda: pass_on(friend, anna)) * 2)
    assert {type(each) for each in refused(outcomes)} <= {stored_value.NotTransferable}
    assert sum(has(anna)) + sum(has(friend)) == 15_000


def test_a_card_is_bound_once(anna):
    friend = member(ids.new())
    opened = stored_value.open_card(store_id=STORE, by=SYSTEM, at=NOON)
    stored_value.activate_card(number=opened.number, secret=opened.secret, by=SYSTEM, at=NOON)
    pay_in(card(opened.id), 100)

    def bind(holder):
        return stored_value.bind_card(
            number=opened.number, secret=opened.secret, member_id=holder.id, by=SYSTEM, at=NOON
        )

    outcomes = at_once(lambda: bind(anna), lambda: bind(friend))
    assert len(refused(outcomes)) == 1
    assert sorted([has(anna), has(friend)]) == [(0, 0), (10_000, 0)]
    assert len(queries.cards_of(anna.id)) + len(queries.cards_of(friend.id)) == 1
