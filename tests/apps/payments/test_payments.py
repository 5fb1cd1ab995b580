"""Money from outside is asked for once, pays for one order once, and goes back once."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from tests.apps.payments.conftest import WRITE, customer, trade

from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.selling.payments import asking, queries
from shuke.selling.payments import operations as payments
from shuke.selling.payments.models import PaymentIntent, PaymentNotice
from shuke.selling.payments.types import IntentState, ReturnState, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(ask, keys, post, simulator):
    """A payment that has come."""

    def pay(amount_minor: int = 12_345, way: Way = Way.WECHAT) -> int:
        intent_id = ask(amount_minor, way)
        customer(simulator, "pay", reference=str(intent_id), notify=False)
        assert post(way, WRITE[way](keys, trade(intent_id, amount_minor), clock.now())) < 300
        return intent_id

    return pay


def apply(intent_id: int, store: int, order_id: int = 7, amount_minor: int = 12_345) -> None:
    payments.apply(
        intent_id=intent_id,
        way=Way.WECHAT,
        amount_minor=amount_minor,
        store_id=store,
        order_id=order_id,
        at=clock.now(),
    )


@pytest.mark.parametrize("way", list(Way))
def test_asked_twice_it_is_asked_once(way, ask) -> None:
    intent_id = ask(way=way)
    first = queries.intent(intent_id)
    assert ask(way=way, intent_id=intent_id) == intent_id

    assert queries.intent(intent_id) == first
    assert first is not None
    assert str(intent_id) in first.code
    with pytest.raises(payments.IntentDiffers):
        ask(1, way, intent_id=intent_id)


def test_nothing_is_asked_for_nothing_or_of_nobody(ask, store) -> None:
    with pytest.raises(payments.NotAnAmount):
        ask(0)
    asking.provider_of.__globals__["_providers"].clear()
    with pytest.raises(payments.WayNotOffered):
        ask()


def test_while_the_provider_is_silent_the_payment_stands_and_can_be_asked_again(ask, simulator) -> None:
    intent_id = ids.new()
    customer(simulator, "silence", seconds=60)
    with pytest.raises(payments.ProviderDown):
        ask(intent_id=intent_id)

    customer(simulator, "silence", seconds=0)
    assert ask(intent_id=intent_id) == intent_id
    found = queries.intent(intent_id)
    assert found is not None
    assert found.code


def test_a_payment_pays_for_one_order_once(paid, store) -> None:
    intent_id = paid()
    apply(intent_id, store)
    apply(intent_id, store)

    with pytest.raises(payments.AlreadyApplied):
        apply(intent_id, store, order_id=8)
    with pytest.raises(payments.IntentUnknown):
        apply(ids.new(), store)


def test_what_has_not_come_or_not_so_much_pays_for_nothing(ask, paid, store) -> None:
    with pytest.raises(payments.NotPaid):
        apply(ask(), store)
    with pytest.raises(payments.NotPaid):
        apply(paid(), store, amount_minor=99)
    with pytest.raises(payments.NotPaid):
        apply(paid(), store + 1)


def test_a_payment_that_pays_for_nothing_is_listed(paid, store) -> None:
    waiting, used = paid(), paid()
    apply(used, store)

    listed = queries.unapplied(at=clock.now() + timedelta(minutes=6))

    assert [each.id for each in listed] == [waiting]


def test_what_has_come_is_not_cancelled_but_sent_back(paid, ask) -> None:
    with pytest.raises(payments.AlreadyPaid):
        payments.cancel(intent_id=paid(), by=SYSTEM, at=clock.now())
    with pytest.raises(payments.IntentUnknown):
        payments.cancel(intent_id=ids.new(), by=SYSTEM, at=clock.now())
    waiting = ask()
    for _ in range(2):
        payments.cancel(intent_id=waiting, by=SYSTEM, at=clock.now())


def test_money_that_comes_after_closing_goes_back_by_itself(ask, keys, post, simulator) -> None:
    intent_id = ask()
    payments.cancel(intent_id=intent_id, by=SYSTEM, at=clock.now())
    customer(simulator, "pay", reference=str(intent_id), notify=False)
    post(Way.WECHAT, WRITE[Way.WECHAT](keys, trade(intent_id), clock.now()))

    assert payments.send_back_late(at=clock.now()) == 1
    assert payments.send_back_late(at=clock.now()) == 0
    assert payments.ask_returns(at=clock.now()) == 1

    found = queries.intent(intent_id)
    assert found is not None
    assert (found.state, found.returned_minor) == (IntentState.RETURNED, 12_345)


@pytest.mark.parametrize("way", list(Way))
def test_money_goes_back_in_parts_and_never_more_than_came(way, paid, simulator) -> None:
    intent_id, return_id, now = paid(1_000, way), ids.new(), clock.now()
    for _ in range(2):
        payments.send_back(return_id=return_id, intent_id=intent_id, amount_minor=600, reason="退货", by=SYSTEM, at=now)
    with pytest.raises(payments.MoreThanPaid) as refusal:
        payments.send_back(return_id=ids.new(), intent_id=intent_id, amount_minor=401, reason="", by=SYSTEM, at=now)
    assert refusal.value.details["left"] == 400
    with pytest.raises(payments.NotAnAmount):
        payments.send_back(return_id=ids.new(), intent_id=intent_id, amount_minor=0, reason="", by=SYSTEM, at=now)

    customer(simulator, "silence", seconds=60)
    assert payments.ask_returns(at=now) == 0
    customer(simulator, "silence", seconds=0)
    assert payments.ask_returns(at=now + timedelta(minutes=1)) == 1
    assert [row.state for row in queries.returns(intent_id)] == [ReturnState.DONE]


def test_what_never_came_does_not_go_back(ask) -> None:
    with pytest.raises(payments.NotPaid):
        payments.send_back(return_id=ids.new(), intent_id=ask(), amount_minor=1, reason="", by=SYSTEM, at=clock.now())


def applied_at_once(intent_id: int, store: int, threads: int = 8) -> int:
    """Let many orders want one payment at the same moment; return how many got it."""
    gate, got = threading.Barrier(threads), []

    def want(order_id: int) -> None:
        gate.wait()
        try:
            with scopes.everywhere(reason="a thread of a test"):
                apply(intent_id, store, order_id)
            got.append(order_id)
        except (payments.AlreadyApplied, payments.NotPaid):
            pass
        finally:
            connections.close_all()

    together = [threading.Thread(target=want, args=(order_id,)) for order_id in range(1, threads + 1)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    return len(got)


@pytest.mark.django_db(transaction=True)
def test_of_many_orders_that_want_one_payment_one_gets_it(paid, store) -> None:
    assert applied_at_once(paid(), store) == 1


@pytest.mark.django_db(transaction=True)
def test_control_a_state_read_before_it_is_written_pays_for_many(paid, store, monkeypatch) -> None:
    gate = threading.Barrier(8)

    def read_then_write(*, intent_id, order_id, **_) -> None:
        state = PaymentIntent.objects.values_list("state", flat=True).get(id=intent_id)
        gate.wait(timeout=20)
        if state != IntentState.CONFIRMED:
            raise payments.AlreadyApplied
        PaymentIntent.objects.filter(id=intent_id).update(state=IntentState.APPLIED, order_id=order_id)

    monkeypatch.setattr(payments, "apply", read_then_write)
    assert applied_at_once(paid(), store) > 1


CODE_PAYS, CODE_WAITS, CODE_REFUSED = "130000000000001234", "130000000000009999", "130000000000000000"


def state(intent_id: int) -> IntentState:
    found = queries.intent(intent_id)
    assert found is not None
    return found.state


@pytest.mark.parametrize("way", list(Way))
class TestThePayCodeThatACustomerShows:
    def test_pays_at_once(self, way, ask) -> None:
        intent_id = ask(way=way, pay_code=CODE_PAYS)

        assert state(intent_id) is IntentState.CONFIRMED
        assert ask(way=way, intent_id=intent_id, pay_code=CODE_PAYS) == intent_id
        assert PaymentNotice.objects.filter(outcome="confirmed").count() == 1

    def test_waits_until_the_customer_agrees(self, way, ask, simulator) -> None:
        intent_id = ask(way=way, pay_code=CODE_WAITS)
        assert state(intent_id) is IntentState.ASKED

        customer(simulator, "pay", reference=str(intent_id))
        payments.ask(intent_id=intent_id, at=clock.now())
        assert state(intent_id) is IntentState.ASKED, "it is not due to be asked about yet"
        payments.ask(intent_id=intent_id, at=clock.now() + timedelta(seconds=11))
        assert state(intent_id) is IntentState.CONFIRMED

    def test_is_refused_and_the_payment_is_closed(self, way, ask) -> None:
        intent_id = ids.new()
        with pytest.raises(payments.PayCodeRefused):
            ask(way=way, intent_id=intent_id, pay_code=CODE_REFUSED)
        assert state(intent_id) is IntentState.CLOSED

    def test_leaves_the_payment_open_while_the_provider_is_silent(self, way, ask, simulator) -> None:
        intent_id = ids.new()
        customer(simulator, "silence", seconds=5)
        try:
            with pytest.raises(payments.ProviderDown):
                ask(way=way, intent_id=intent_id, pay_code=CODE_PAYS)
        finally:
            customer(simulator, "silence", seconds=0)
        assert state(intent_id) is IntentState.ASKED
        assert state(ask(way=way, intent_id=intent_id, pay_code=CODE_PAYS)) is IntentState.CONFIRMED


def test_nobody_asks_about_a_payment_that_is_not_there(offered) -> None:
    with pytest.raises(payments.IntentUnknown):
        payments.ask(intent_id=1, at=clock.now())
