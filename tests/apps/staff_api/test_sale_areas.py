"""Tills, payments, passes, benefits, rewards and referrals, as staff ask for them."""

import pytest
from django.test import Client
from tests.apps.staff_api import cast as casting
from tests.apps.staff_api.cast import Cast, read

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.clock import now
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import member
from shuke.selling.payments.models import PaymentIntent
from shuke.selling.payments.types import IntentState
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries as till_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db, settings, tmp_path) -> Cast:
    settings.SHUKE_HOME = tmp_path
    return casting.gather()


def of(cast: Cast, kind: str, relation: str = "own") -> str:
    return str(cast.objects[kind][relation])


def points_of(cast: Cast) -> int:
    return book.balance(member(int(of(cast, "member"))), "points").available


def test_a_till_is_invited_with_a_code_that_is_shown_once(cast) -> None:
    manager = cast.askers["store_manager"]

    invited = read(manager.post(f"/stores/{of(cast, 'store')}/tills", {"name": "三号机"}))

    key = tills.enrol_device(code=invited["code"], by=SYSTEM, at=now())
    assert till_queries.device_of(key).id == int(invited["device_id"])
    assert invited["code"] not in str(list(AuditEntry.objects.values()))
    manager.ask("DELETE", f"/tills/{invited['device_id']}")
    assert till_queries.device_of(key) is None


def test_a_manager_sees_the_cash_and_whoever_opened_the_shift_does_not(cast) -> None:
    from shuke.selling.tills.models import Shift

    manager, shift = cast.askers["store_manager"], of(cast, "shift")
    assert read(manager.get(f"/shifts/{shift}/report"))["drawer"]["expected_minor"] == 20_000

    Shift._base_manager.filter(id=shift).update(opened_by=manager.staff_id)
    blind = read(manager.get(f"/shifts/{shift}/report"))
    assert (blind["drawer"], blind["sold_minor"], blind["counted_minor"]) == (None, None, None)

    manager.post(f"/shifts/{shift}/cash-up", {"pieces": {"10000": 1, "5000": 2}})
    closed = read(manager.get(f"/shifts/{shift}/report"))
    assert (closed["state"], closed["z_number"], closed["counted_minor"], closed["over_minor"]) == (
        "closed",
        1,
        20_000,
        0,
    )


def test_a_shift_of_nobody_is_not_found(cast) -> None:
    for path in ("/shifts/7/report",):
        assert read(cast.askers["hq"].get(path))["code"] == tills.NoSuchShift.code
    assert cast.askers["hq"].post("/shifts/7/cash-up", {"counted_minor": 0}).status_code == 404


def test_money_that_paid_for_nothing_goes_back_with_a_reason_and_what_paid_for_an_order_does_not(cast) -> None:
    finance, payment = cast.askers["finance"], of(cast, "payment")
    assert payment in {row["id"] for row in read(finance.get("/unapplied-payments"))}

    answer = finance.post(f"/payments/{payment}/send-back", {"amount_minor": 5_000, "reason": "重复支付"})

    assert answer.status_code == 200
    told = read(finance.get(f"/payments/{payment}"))
    assert (told["state"], told["returned_minor"], told["returns"][0]["reason"]) == ("returned", 5_000, "重复支付")
    other = of(cast, "payment", "same_store")
    PaymentIntent._base_manager.filter(id=other).update(state=IntentState.APPLIED, order_id=1)
    refused = finance.post(f"/payments/{other}/send-back", {"amount_minor": 1, "reason": "试试"})
    assert read(refused)["code"] == "payments.already_applied"


def test_a_pass_is_sold_used_shared_and_given_back(cast) -> None:
    hq, owner = cast.askers["hq"], of(cast, "member")
    store = of(cast, "store")
    sold = read(hq.post(f"/members/{owner}/passes", {"plan": "SIX", "store_id": store}))["id"]

    hq.post(f"/members/{owner}/pass-visits", {"pass_id": sold, "store_id": store, "sessions": 2})
    hq.post(f"/members/{owner}/pass-shares", {"pass_id": sold, "with_member_id": of(cast, "double")})

    shown = {row["id"]: row for row in read(hq.get(f"/members/{owner}/passes"))}[sold]
    assert (shown["remaining"], shown["shared_with"]) == (4, [of(cast, "double")])
    quote = read(hq.get(f"/members/{owner}/pass-refund?pass_id={sold}&cause=consumer"))
    assert quote["refund_minor"] == 60_000 - 2 * 12_000
    assert hq.post(f"/members/{owner}/pass-refunds", {"pass_id": sold, "cause": "consumer", "reason": "搬家"}).json()
    assert sold not in {row["id"] for row in read(hq.get(f"/members/{owner}/passes"))}


def test_a_pass_of_another_member_is_not_there_and_a_shared_one_can_only_be_used(cast) -> None:
    hq, strange, friend = cast.askers["hq"], of(cast, "member", "same_store"), of(cast, "double")
    own = {"pass_id": of(cast, "pass")}
    hq.post(f"/members/{of(cast, 'member')}/pass-shares", own | {"with_member_id": friend})
    visit = own | {"store_id": of(cast, "store")}
    refund = own | {"cause": "consumer", "reason": "退卡"}

    assert hq.post(f"/members/{strange}/pass-visits", visit).status_code == 404
    assert hq.post(f"/members/{friend}/pass-visits", visit).status_code == 200
    for who in (strange, friend):
        assert hq.post(f"/members/{who}/pass-refunds", refund).status_code == 404
        assert hq.post(f"/members/{who}/pass-shares", own | {"with_member_id": strange}).status_code == 404
        assert hq.get(f"/members/{who}/pass-refund?pass_id={own['pass_id']}&cause=consumer").status_code == 404


def test_a_pass_is_not_shared_with_somebody_out_of_reach(cast) -> None:
    body = {"pass_id": of(cast, "pass"), "with_member_id": of(cast, "member", "other_entity")}
    answer = cast.askers["store_manager"].post(f"/members/{of(cast, 'member')}/pass-shares", body)
    assert answer.status_code == 404


def test_benefits_are_granted_and_a_card_grants_them(cast) -> None:
    hq, owner = cast.askers["hq"], of(cast, "member")
    today = now().date().isoformat()

    granted = hq.post(
        f"/members/{owner}/benefits", {"benefit": "QUEUE", "quota": 3, "from_date": today, "reason": "补偿"}
    )
    sold = hq.post(f"/members/{owner}/benefit-cards", {"card": "BLACK", "store_id": of(cast, "store")})

    assert (granted.status_code, sold.status_code) == (200, 200)
    assert [row["card"] for row in read(hq.get("/benefit-cards"))] == ["BLACK"]
    assert {row["quota"] for row in read(hq.get(f"/members/{owner}/benefits"))} == {3, None}
    wrong = {"benefit": "QUEUE", "from_date": today, "to_date": "2026-01-01", "reason": "补偿"}
    assert read(hq.post(f"/members/{owner}/benefits", wrong))["code"] == "request.invalid"


def test_points_are_exchanged_at_the_counter_and_the_cost_is_told(cast) -> None:
    hq, owner, store = cast.askers["hq"], of(cast, "member"), of(cast, "store")
    (offer,) = read(hq.get(f"/members/{owner}/reward-catalogue"))
    assert (offer["reward"], offer["points"], offer["reasons"]) == ("MUG", 100, [])

    key = {"Idempotency-Key": "till-1-7"}
    had = [read(hq.post(f"/members/{owner}/rewards", {"reward": "MUG", "store_id": store}, **key)) for _ in range(2)]
    assert had[0] == had[1]
    assert points_of(cast) == 900
    assert hq.post(f"/reward-exchanges/{had[0]['id']}/collection").status_code == 200
    again = hq.post(f"/reward-exchanges/{had[0]['id']}/collection")
    assert read(again)["code"] == "rewards.not_waiting"

    today = now().date()
    told = read(hq.get(f"/reward-costs?from_date={today}&to_date=2199-01-01"))
    assert [(row["occasion"], row["collected"], row["cost_minor"]) for row in told] == [("exchange", 1, 900)]


def test_a_gift_can_be_cancelled_and_stock_be_granted(cast) -> None:
    hq, owner, store = cast.askers["hq"], of(cast, "member"), of(cast, "store")
    gift = {"reward": "MUG", "occasion": "surprise", "store_id": store, "reason": "惊喜"}
    given = read(hq.post(f"/members/{owner}/gifts", gift))["id"]

    assert hq.post(f"/reward-exchanges/{given}/cancellation", {"reason": "送错"}).status_code == 200
    rows = read(hq.get(f"/members/{owner}/rewards"))["items"]
    assert {row["id"]: row["state"] for row in rows}[given] == "cancelled"
    assert hq.post("/reward-stock", {"reward": "MUG", "count": 10, "reason": "到货"}).status_code == 200
    assert read(hq.get("/reward-stock")) == [{"reward": "MUG", "granted": 10, "left": 10}]


def test_who_brought_whom_is_told_as_far_as_the_asker_reaches(cast) -> None:
    manager, referrer = cast.askers["store_manager"], of(cast, "member")
    code = read(manager.post(f"/members/{referrer}/referral-code"))["code"]
    assert code == cast.words["referral"]
    for relation in ("same_store", "other_entity"):
        answer = cast.askers["hq"].post(f"/members/{of(cast, 'newcomer', relation)}/referrer", {"code": code.lower()})
        assert answer.status_code == 200

    told = {who: read(cast.askers[who].get(f"/members/{referrer}/referrals")) for who in ("store_manager", "hq")}

    assert [row["invitee_id"] for row in told["store_manager"]] == [of(cast, "newcomer", "same_store")]
    assert len(told["hq"]) == 2
    assert read(manager.get(f"/members/{referrer}/referral-rewards")) == []


def test_a_pin_is_set_and_told_to_nobody(cast) -> None:
    answer = cast.askers["store_manager"].ask("PUT", f"/staff/{of(cast, 'staff')}/pin", {"pin": "2580"})
    assert answer.status_code == 200
    assert "2580" not in str(list(AuditEntry.objects.filter(action="tills.set_pin").values("before", "after")))
    weak = cast.askers["store_manager"].ask("PUT", f"/staff/{of(cast, 'staff')}/pin", {"pin": "1234"})
    assert read(weak)["code"] == "tills.weak_pin"
    assert Client().put(f"/api/staff/staff/{of(cast, 'staff')}/pin").status_code == 401
