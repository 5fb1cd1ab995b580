"""Two who act on one payment at the same moment; each race has a control in which its guard is off.

Every act waits between its look and its write, so that a race is met and not awaited.
"""

import functools
import threading
from collections.abc import Callable

import pytest
from django.db.models import F
from tests.apps.book.races import at_once, refused
from tests.apps.payments.conftest import WRITE, customer, trade
from tests.apps.stored_value.conftest import PACKAGES, put

from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox.models import OutboxEvent
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value.types import PACKAGES_KIND, PRINCIPAL, Method, NewTopUp
from shuke.selling.payments import asking, queries, returning
from shuke.selling.payments import operations as payments
from shuke.selling.payments.models import PaymentIntent, PaymentNotice, PaymentReturn
from shuke.selling.payments.types import IntentFact, IntentState, Outcome, Way

pytestmark = pytest.mark.django_db(transaction=True)
AMOUNT = 12_345


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_FAILPOINTS", "payments.looked=sleep:0.3")


@pytest.fixture
def notice(keys) -> Callable[[int], Outcome]:
    """Take the provider's word that a payment was made."""

    def take(intent_id: int) -> Outcome:
        told = WRITE[Way.WECHAT](keys, trade(intent_id, AMOUNT), clock.now())
        return payments.confirm(way=Way.WECHAT, headers=told.headers, body=told.body, at=clock.now())

    return take


def anywhere(work: Callable[..., object], *args: object) -> Callable[[], object]:
    def run() -> object:
        with scopes.everywhere(reason="a thread of a test"):
            return work(*args)

    return run


def fact(intent_id: int) -> IntentFact:
    found = queries.intent(intent_id)
    assert found is not None
    return found


def cancel(intent_id: int) -> None:
    payments.cancel(intent_id=intent_id, by=SYSTEM, at=clock.now())


def apply(intent_id: int, store: int) -> None:
    payments.apply(intent_id=intent_id, way=Way.WECHAT, amount_minor=AMOUNT, store_id=store, order_id=7, at=clock.now())


def send_back(intent_id: int, amount_minor: int = AMOUNT) -> int:
    return payments.send_back_unused(
        return_id=ids.new(),
        intent_id=intent_id,
        amount_minor=amount_minor,
        reason="没有订单",
        by=SYSTEM,
        at=clock.now(),
    )


class TestCancelAndPay:
    @pytest.mark.usefixtures("slow")
    def test_either_it_is_paid_or_it_is_closed_and_the_money_goes_back(self, ask, notice) -> None:
        for _ in range(3):
            intent_id = ask()
            cancelled, outcome = at_once(anywhere(cancel, intent_id), anywhere(notice, intent_id))
            if refused([cancelled]):
                assert isinstance(cancelled, payments.AlreadyPaid)
                assert (outcome, fact(intent_id).state) == (Outcome.CONFIRMED, IntentState.CONFIRMED)
            else:
                assert (outcome, fact(intent_id).state) == (Outcome.LATE, IntentState.LATE)

    def test_control_a_state_looked_at_before_it_is_written_swallows_the_money(self, ask, notice, monkeypatch) -> None:
        looked, paid = threading.Event(), threading.Event()

        def look_then_close(intent_id: int, *_: object) -> bool:
            is_asked = fact(intent_id).state is IntentState.ASKED
            looked.set()
            paid.wait(20)
            PaymentIntent.objects.filter(id=intent_id).update(state=IntentState.CLOSED)
            return is_asked

        def pay(intent_id: int) -> Outcome:
            looked.wait(20)
            try:
                return notice(intent_id)
            finally:
                paid.set()

        monkeypatch.setattr(asking, "_close", look_then_close)
        intent_id = ask()
        outcomes = at_once(anywhere(cancel, intent_id), anywhere(pay, intent_id))

        assert outcomes == [None, Outcome.CONFIRMED]
        assert fact(intent_id).state is IntentState.CLOSED

    @pytest.mark.usefixtures("slow")
    def test_who_cancels_second_finds_it_cancelled(self, ask) -> None:
        intent_id = ask()
        assert refused(at_once(*[anywhere(cancel, intent_id)] * 4)) == []
        assert fact(intent_id).state is IntentState.CLOSED


class TestNoticeAndQuery:
    """The provider tells of a payment, tells again, and is asked about it, all at one moment."""

    def told_and_asked(self, intent_id: int, notice: Callable[[int], Outcome]) -> list[object]:
        later = clock.now() + asking._FIRST_QUERY
        ask_silent = functools.partial(payments.ask_silent, at=later)
        return at_once(*[anywhere(notice, intent_id)] * 2, anywhere(ask_silent), anywhere(ask_silent))

    @pytest.mark.usefixtures("slow")
    def test_the_payment_comes_once(self, ask, notice, simulator) -> None:
        intent_id = ask(AMOUNT)
        customer(simulator, "pay", reference=str(intent_id), notify=False)
        outcomes = self.told_and_asked(intent_id, notice)

        refused(outcomes)
        assert outcomes.count(Outcome.CONFIRMED) + sum(outcomes[2:]) == 1
        assert PaymentNotice.objects.filter(outcome=Outcome.CONFIRMED).count() == 1
        assert OutboxEvent.objects.filter(name="payments.confirmed").count() == 1

    @pytest.mark.usefixtures("slow")
    def test_the_top_up_that_it_pays_for_is_booked_once(self, ask, notice, simulator, store) -> None:
        put(PACKAGES_KIND, PACKAGES)
        intent_id, anna = ask(AMOUNT), member(ids.new())
        customer(simulator, "pay", reference=str(intent_id), notify=False)
        new = NewTopUp(intent_id, anna, AMOUNT, store, Method.WECHAT, payment=Source("payment", intent_id))

        def take(learn: Callable[[], object]) -> Callable[[], object]:
            def book_what_came() -> object:
                learn()
                return stored_value.top_up(new=new, by=SYSTEM, at=clock.now())

            return anywhere(book_what_came)

        ask_silent = functools.partial(payments.ask_silent, at=clock.now() + asking._FIRST_QUERY)
        done = at_once(*[take(lambda: notice(intent_id)), take(ask_silent)] * 2)

        assert refused(done) == []
        assert sorted(each.repeated for each in done) == [False, True, True, True]
        assert balances.balance(anna, PRINCIPAL).available == AMOUNT

    def test_control_a_state_looked_at_before_it_is_written_lets_it_come_twice(self, ask, notice, monkeypatch) -> None:
        both_have_looked = threading.Barrier(2)

        def look_then_write(way: Way, paid: object, at: object) -> Outcome:
            state = fact(int(paid.reference)).state
            both_have_looked.wait(20)
            return Outcome.CONFIRMED if state is IntentState.ASKED else Outcome.REPEATED

        monkeypatch.setattr(asking, "_take", look_then_write)
        intent_id = ask(AMOUNT)
        assert at_once(*[anywhere(notice, intent_id)] * 2) == [Outcome.CONFIRMED] * 2


class TestApplyAndSendBack:
    """An order wants the payment while somebody sends it back, as money that belongs to no order."""

    @pytest.mark.usefixtures("slow")
    def test_one_of_the_two_is_refused(self, ask, notice, store) -> None:
        for _ in range(3):
            intent_id = ask()
            notice(intent_id)
            refusals = refused(at_once(anywhere(apply, intent_id, store), anywhere(send_back, intent_id)))
            assert [type(each) for each in refusals] in ([payments.NotPaid], [payments.AlreadyApplied])
            found = fact(intent_id)
            assert (found.state, found.returned_minor) in (
                (IntentState.APPLIED, 0),
                (IntentState.RETURNED, AMOUNT),
            )

    def test_what_went_back_in_part_pays_for_no_order(self, ask, notice, store) -> None:
        intent_id = ask()
        notice(intent_id)
        send_back(intent_id, 1)
        with pytest.raises(payments.NotPaid):
            apply(intent_id, store)

    def test_control_a_state_looked_at_before_the_write_pays_and_sends_back(
        self, ask, notice, store, monkeypatch
    ) -> None:
        looked, applied = threading.Event(), threading.Event()

        def look_then_send(**asked: object) -> int:
            if fact(asked["intent_id"]).state is IntentState.APPLIED:
                raise payments.AlreadyApplied
            looked.set()
            applied.wait(20)
            return payments.send_back(**asked)

        def apply_meanwhile(intent_id: int) -> None:
            looked.wait(20)
            try:
                apply(intent_id, store)
            finally:
                applied.set()

        monkeypatch.setattr(payments, "send_back_unused", look_then_send)
        intent_id = ask()
        notice(intent_id)
        assert refused(at_once(anywhere(apply_meanwhile, intent_id), anywhere(send_back, intent_id))) == []
        assert (fact(intent_id).state, fact(intent_id).returned_minor) == (IntentState.APPLIED, AMOUNT)


class TestReturnAndReturn:
    def returned(self, intent_id: int) -> list[object]:
        return at_once(*[anywhere(send_back, intent_id, 5_000)] * 8)

    @pytest.mark.usefixtures("slow")
    def test_no_more_goes_back_than_came(self, ask, notice) -> None:
        intent_id = ask()
        notice(intent_id)
        refusals = refused(self.returned(intent_id))

        assert [type(each) for each in refusals] == [payments.MoreThanPaid] * 6
        assert (fact(intent_id).returned_minor, PaymentReturn.objects.count()) == (10_000, 2)

    def test_control_room_looked_at_before_it_is_taken_sends_back_more(self, ask, notice, monkeypatch) -> None:
        all_have_looked = threading.Barrier(8)

        def look_then_take(states: object, intent_id: int, amount_minor: int) -> None:
            found = fact(intent_id)
            all_have_looked.wait(20)
            if found.amount_minor - found.returned_minor < amount_minor:
                raise payments.MoreThanPaid(left=0)
            PaymentIntent.objects.filter(id=intent_id).update(returned_minor=F("returned_minor"))

        monkeypatch.setattr(returning, "_take_out", look_then_take)
        monkeypatch.setattr(payments, "send_back_unused", payments.send_back_unused.__wrapped__)
        monkeypatch.setattr(returning.audit, "record", lambda **_: None)
        intent_id = ask()
        notice(intent_id)
        assert refused(self.returned(intent_id)) == []
        assert PaymentReturn.objects.count() == 8

    @pytest.mark.usefixtures("slow")
    def test_late_money_goes_back_once_though_two_workers_send_it(self, ask, notice) -> None:
        intent_id = ask()
        cancel(intent_id)
        notice(intent_id)
        send_late = functools.partial(payments.send_back_late, at=clock.now())
        assert sum(at_once(anywhere(send_late), anywhere(send_late))) == 1
        assert (PaymentReturn.objects.count(), fact(intent_id).state) == (1, IntentState.RETURNED)
