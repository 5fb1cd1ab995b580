"""Money from outside at a till, and what is sold for it besides goods: each is counted in the shift that took it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.apps.checkout.conftest import put_in_force
from tests.apps.till_api.conftest import MakeTill, Till, seat_somebody

from shuke.foundation import clock, ids
from shuke.foundation.org.types import Role
from shuke.ledgers.book.types import member
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.cashup.models import Taken
from shuke.selling.payments.models import PaymentIntent
from shuke.selling.payments.types import Asked, CodeRefused, Paid, ProviderSilent, Way, provider_of, serve

pytestmark = pytest.mark.django_db
Basket = Any
PLAN = {"zh": "六次卡", "en": "Six visits", "service": "swim", "price_minor": 60_000, "sessions": 6}
PLAN |= {"session_list_minor": 12_000, "valid_days": 365}
QUEUE = {"zh": "优先", "en": "Priority", "kind": "priority_queue"}
BLACK = {"zh": "黑卡", "en": "Black card", "price_minor": 36_500, "months": 12, "grants": [{"benefit": "QUEUE"}]}
PACKAGE = {"code": "100+20", "name": "充100送20", "pay_minor": 10_000, "bonus_minor": 2_000}


class Bank:
    """A provider without a network: it knows who has paid."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}
        self.paid: set[str] = set()
        self.silent = False

    def prepare(self, asked: Asked) -> str:
        if self.silent:
            raise ProviderSilent
        self.asked[asked.reference] = asked.amount_minor
        return f"weixin://{asked.reference}"

    def collect(self, asked: Asked, pay_code: str) -> Paid:
        if pay_code.endswith("0000"):
            raise CodeRefused
        self.prepare(asked)
        self.paid.add(asked.reference)
        return self.query(asked.reference)

    def query(self, reference: str) -> Paid:
        amount = self.asked.get(reference, 0)
        return Paid(reference, f"P{reference}", amount, paid=reference in self.paid)

    def close(self, reference: str) -> None:
        """Nothing is to be done."""


@pytest.fixture
def bank() -> Iterator[Bank]:
    before, bank = provider_of(Way.WECHAT), Bank()
    serve(Way.WECHAT, bank)
    yield bank
    serve(Way.WECHAT, before)


def ask(till: Till, amount: int, **more: Any) -> Any:
    return till.post("/payments", {"id": str(ids.new()), "way": "wechat", "amount_minor": amount} | more)


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def cash(amount: int, **more: Any) -> dict[str, Any]:
    return {"kind": "cash", "amount_minor": amount} | more


class TestAPayment:
    def test_is_shown_as_a_code_and_asked_about_until_it_has_come(
        self, counter: Till, basket: Basket, bank: Bank
    ) -> None:
        asked = ask(counter, 9_950).json()
        assert (asked["state"], asked["code"]) == ("asked", f"weixin://{asked['id']}")
        bank.paid.add(asked["id"])
        path = f"/payments/{asked['id']}"
        assert counter.get(path).json()["state"] == "asked"
        assert counter.post(f"{path}/ask", {}).json()["state"] == "asked", "it is not due to be asked about yet"
        due_for_a_question()
        assert counter.post(f"{path}/ask", {}).json()["state"] == "confirmed"

        by_wechat = [{"kind": "wechat", "amount_minor": 9_950, "payment_id": asked["id"]}]
        done = counter.post("/orders", basket("TOY", tenders=by_wechat))
        assert done.status_code == 200, done.content
        told = counter.get(path).json()
        assert (told["state"], told["order_id"]) == ("applied", done.json()["order_id"])
        assert code_of(counter.post("/orders", basket("TOY", tenders=by_wechat))) == (409, "payments.already_applied")

    def test_is_collected_by_the_code_that_the_customer_shows(self, counter: Till, bank: Bank) -> None:
        assert ask(counter, 9_950, pay_code="130000000000001234").json()["state"] == "confirmed"
        refused = ask(counter, 9_950, pay_code="130000000000000000")
        assert code_of(refused) == (422, "payments.pay_code_refused")

    def test_that_has_not_come_pays_for_nothing_and_is_given_up(
        self, counter: Till, basket: Basket, bank: Bank
    ) -> None:
        payment = ask(counter, 9_950).json()["id"]
        by_wechat = [{"kind": "wechat", "amount_minor": 9_950, "payment_id": payment}]

        assert code_of(counter.post("/orders", basket("TOY", tenders=by_wechat))) == (409, "payments.not_paid")
        assert counter.post(f"/payments/{payment}/cancel", {}).json()["state"] == "closed"
        assert counter.post(f"/payments/{payment}/cancel", {}).json()["state"] == "closed"

    def test_that_has_come_is_not_given_up(self, counter: Till, bank: Bank) -> None:
        payment = ask(counter, 9_950, pay_code="130000000000001234").json()["id"]
        assert code_of(counter.post(f"/payments/{payment}/cancel", {})) == (409, "payments.already_paid")

    def test_is_asked_for_once_under_one_id(self, counter: Till, bank: Bank) -> None:
        first = ask(counter, 9_950).json()

        assert ask(counter, 9_950, id=first["id"]).json() == first
        assert code_of(ask(counter, 9_951, id=first["id"])) == (422, "payments.id_reused")

    def test_is_not_asked_for_where_nobody_serves_it_or_answers(self, counter: Till, bank: Bank) -> None:
        assert code_of(ask(counter, 9_950, way="alipay")) == (409, "payments.way_not_offered")
        bank.silent = True
        assert code_of(ask(counter, 9_950)) == (503, "payments.provider_down")

    def test_of_another_store_is_not_there(self, counter: Till, counter_of: MakeTill, bank: Bank) -> None:
        payment = ask(counter, 9_950).json()["id"]
        elsewhere = counter_of(store="S2")

        assert code_of(elsewhere.get(f"/payments/{payment}")) == (404, "payments.unknown")
        assert code_of(elsewhere.post(f"/payments/{payment}/ask", {})) == (404, "payments.unknown")
        assert code_of(elsewhere.post(f"/payments/{payment}/cancel", {})) == (404, "payments.unknown")


def due_for_a_question() -> None:
    """Let the ten seconds pass in which nobody is asked."""
    PaymentIntent._base_manager.update(query_at=clock.now())


class TestATopUp:
    @pytest.fixture(autouse=True)
    def _packages(self, programme: None) -> None:
        put_in_force("stored_value.packages", {"packages": [PACKAGE]})

    @pytest.fixture
    def pay_in(self, counter: Till, anna: int) -> Callable[..., Any]:
        def pay(paid: dict[str, Any], **more: Any) -> Any:
            body = {"id": str(ids.new()), "member_id": str(anna), "identified": True, "paid": paid}
            return counter.post("/top-ups", {name: value for name, value in (body | more).items() if value is not None})

        return pay

    def test_in_cash_is_the_members_and_the_drawers(self, counter: Till, anna: int, pay_in: Any) -> None:
        done = pay_in(cash(10_000, tendered_minor=20_000), package="100+20")

        assert done.status_code == 200, done.content
        told = done.json()
        assert (told["paid_minor"], told["bonus_minor"], told["change_minor"]) == (10_000, 2_000, 10_000)
        assert stored_value.balance(member(anna)).available == 12_000
        row = Taken._base_manager.get()
        assert (str(row.shift_id), row.amount_minor, row.change_minor) == (counter.shift_id, 10_000, 10_000)

    def test_sent_again_is_booked_and_taken_once(self, pay_in: Any, anna: int) -> None:
        top_up = str(ids.new())
        first = pay_in(cash(10_000), id=top_up, package="100+20").json()

        again = pay_in(cash(10_000), id=top_up, package="100+20").json()
        assert again["id"] == first["id"]
        assert Taken._base_manager.count() == 1
        assert stored_value.balance(member(anna)).available == 12_000
        otherwise = pay_in({"kind": "card", "amount_minor": 10_000, "reference": "slip"}, id=top_up, package="100+20")
        assert code_of(otherwise) == (422, "cashup.taken_otherwise")

    def test_by_wechat_uses_the_payment_up(self, counter: Till, pay_in: Any, basket: Basket, bank: Bank) -> None:
        payment = ask(counter, 10_000, pay_code="130000000000001234").json()["id"]
        by_wechat = {"kind": "wechat", "amount_minor": 10_000, "payment_id": payment}

        done = pay_in(by_wechat, package="100+20")
        assert done.status_code == 200, done.content
        assert counter.get(f"/payments/{payment}").json()["state"] == "applied"
        assert code_of(pay_in(by_wechat, package="100+20")) == (409, "payments.already_applied")

    @pytest.mark.parametrize(
        "paid",
        [
            {"kind": "points", "amount_minor": 10_000},
            {"kind": "card", "amount_minor": 10_000},
            {"kind": "wechat", "amount_minor": 10_000},
            {"kind": "cash", "amount_minor": 10_000, "tendered_minor": 9_999},
            {"kind": "cash", "amount_minor": 10_000, "payment_id": "7"},
        ],
    )
    def test_is_not_paid_so(self, pay_in: Any, paid: dict[str, Any]) -> None:
        assert code_of(pay_in(paid, package="100+20")) == (422, "cashup.not_paid_so")
        assert not Taken._base_manager.exists()

    def test_says_whose_it_is(self, pay_in: Any) -> None:
        assert code_of(pay_in(cash(10_000), member_id=None)) == (422, "till.whose_account")

    def test_takes_a_shift(self, counter_of: MakeTill, anna: int) -> None:
        body = {"id": str(ids.new()), "member_id": str(anna), "paid": cash(10_000), "identified": True}
        assert code_of(counter_of().post("/top-ups", body)) == (409, "tills.no_shift")

    def test_that_the_ledger_refuses_leaves_nothing_in_the_drawer(self, pay_in: Any) -> None:
        assert code_of(pay_in(cash(9_999), package="100+20")) == (422, "stored_value.wrong_amount")
        assert not Taken._base_manager.exists()


class TestAPassOrAMembershipCard:
    @pytest.fixture(autouse=True)
    def _on_sale(self, programme: None) -> None:
        put_in_force("passes.plan", PLAN, key="SIX")
        put_in_force("benefits.benefit", QUEUE, key="QUEUE")
        put_in_force("benefits.card", BLACK, key="BLACK")

    @pytest.mark.parametrize(
        ("path", "code", "price"), [("/passes", "SIX", 60_000), ("/membership-cards", "BLACK", 36_500)]
    )
    def test_is_sold_at_its_price_once_and_counted(
        self, counter: Till, stores: dict[str, int], anna: int, path: str, code: str, price: int
    ) -> None:
        handed = cash(price, tendered_minor=price + 500)
        asked = {"id": str(ids.new()), "code": code, "member_id": str(anna), "paid": handed}
        wrong = asked | {"paid": cash(price - 1)}
        assert code_of(counter.post(path, wrong)) == (422, "till.not_the_price")

        sold = counter.post(path, asked)
        assert sold.status_code == 200, sold.content
        assert (sold.json()["paid_minor"], sold.json()["change_minor"]) == (price, 500)
        assert counter.post(path, asked).json() == sold.json()
        assert Taken._base_manager.count() == 1
        manager = seat_somebody(counter, Role.STORE_MANAGER, stores["S1"], "the-manager")
        report = manager.get(f"/shifts/{counter.shift_id}/report").json()
        assert [(each["kind"], each["amount_minor"]) for each in report["outside"]] == [("cash", price)]
        assert report["cash"]["expected_minor"] == 20_000 + price

    def test_is_nothing_where_there_is_no_such_thing(self, counter: Till, anna: int) -> None:
        asked = {"id": str(ids.new()), "code": "NONE", "member_id": str(anna), "paid": cash(100)}

        assert code_of(counter.post("/passes", asked)) == (422, "passes.plan_unknown")
        assert code_of(counter.post("/membership-cards", asked))[1].startswith("benefits.")
