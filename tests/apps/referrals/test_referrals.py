"""老带新: both sides are rewarded after registration and purchase, when the return window has closed, and no sooner."""

import itertools
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
from shuke.foundation.outbox.types import Recorded
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook.operations import InvalidRule
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import CURRENCY
from shuke.selling.referrals import handlers, queries
from shuke.selling.referrals import operations as referrals
from shuke.selling.referrals.models import Referral
from shuke.selling.referrals.types import RULE_KIND, RewardState
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = date(2026, 3, 10)
RULE = {
    "referrer": {"points": 200, "coupon": "friend20"},
    "invitee": {"points": 100},
    "minimum_minor": 5_000,
    "return_days": 7,
    "most_a_month": 2,
}
VOUCHER = {
    "name": "老带新现金券",
    "gives": {"kind": "amount_off", "amount_minor": 2_000},
    "validity": {"kind": "from_grant", "days": 30},
}


@pytest.fixture(autouse=True)
def whole_chain():
    with scopes.everywhere(reason="tests ask for all stores"):
        yield


@pytest.fixture
def store(db) -> int:
    put(RULE_KIND, RULE)
    put("coupons.template", VOUCHER, "friend20")
    return org.upsert_stores(rows=[StoreRow("S1", "人民路店")], by=SYSTEM, at=NOON)["S1"]


def put(kind: str, body: dict, key: str = "default") -> None:
    version = rulebook.propose(kind=kind, key=key, body=body, effective_from=date(2026, 1, 1), by=SYSTEM, at=NOON)
    rulebook.approve(version_id=version, by=SYSTEM, at=NOON)


@pytest.fixture
def join(store):
    def enrol(number: int, at: datetime = NOON) -> int:
        new = NewMember(store_id=store, source="till", phone=f"138000000{number:02}", enrolled_at=at)
        return members.enrol(new=new, by=SYSTEM, at=at)

    return enrol


@pytest.fixture
def buy(store):
    def sell(member_id: int, yuan: int = 100, *, of: str | None = None, at: datetime = NOON) -> str:
        number = str(ids.new())
        sign = -1 if of else 1
        line = NewLine(None, sign * 1_000, sign * yuan * 100, 0, sign * yuan * 100)
        receipt = NewReceipt(
            number, store, at, (line,), member_id, kind="return" if of else "sale", original_external_id=of
        )
        sales.record_many(receipts=[receipt], source="till", by=SYSTEM, at=at)
        hear(number)
        return number

    return sell


def hear(number: str) -> None:
    """Deliver the event of a receipt, twice, as an outbox may."""
    from shuke.selling.sales import queries as receipts

    (receipt_id,) = receipts.ids_by_external("till", [number]).values()
    for _ in range(2):
        handlers.on_receipts(Recorded(1, "sales.recorded", {"receipt_ids": [receipt_id]}, NOON))


def relate(invitee: int, referrer: int, at: datetime = NOON) -> int:
    code = referrals.invite(member_id=referrer, at=at)
    return referrals.relate(invitee_id=invitee, code=f" {code.lower()} ", by=SYSTEM, at=at)


def settle(days: int = 7) -> int:
    return referrals.settle_due(on=TODAY + timedelta(days=days), by=SYSTEM, at=NOON + timedelta(days=days))


def points_of(member_id: int) -> int:
    return accounts.balance(member(member_id), CURRENCY).net


def state_of(invitee: int) -> RewardState | None:
    reward = queries.reward_of(invitee)
    return reward.state if reward else None


@pytest.mark.covers("D22")
def test_both_are_rewarded_once_after_purchase_and_return_window(join, buy) -> None:
    anna, bella = join(1), join(2)
    relate(bella, anna)
    assert state_of(bella) is None

    buy(bella)
    assert state_of(bella) is RewardState.PENDING
    assert settle(days=6) == 0
    assert points_of(anna) == 0

    assert settle() == 1
    assert settle() == 0
    assert (points_of(anna), points_of(bella)) == (200, 100)
    assert [held.coupon.template for held in coupons.of_member(anna, on=TODAY)] == ["friend20"]
    assert state_of(bella) is RewardState.GIVEN


@pytest.mark.covers("D22")
def test_nobody_refers_oneself_not_even_by_another_account(join, store) -> None:
    anna, second = join(1), join(2)
    code = referrals.invite(member_id=anna, at=NOON)
    with pytest.raises(referrals.SelfReferral):
        referrals.relate(invitee_id=anna, code=code, by=SYSTEM, at=NOON)

    members.merge(survivor_id=second, merged_id=anna, by=SYSTEM, at=NOON)
    with pytest.raises(referrals.SelfReferral):
        referrals.relate(invitee_id=second, code=code, by=SYSTEM, at=NOON)


def test_a_ring_is_refused_however_long(join) -> None:
    people = [join(number) for number in range(1, 6)]
    for referrer, invitee in itertools.pairwise(people):
        relate(invitee, referrer)

    with pytest.raises(referrals.ReferralRing):
        relate(people[0], people[-1])


def test_only_the_new_are_brought_and_only_once(join, buy) -> None:
    anna, bella, clara, diana = join(1), join(2), join(3), join(4, NOON - timedelta(days=8))
    assert relate(bella, anna) == relate(bella, anna)
    with pytest.raises(referrals.NotNew):
        relate(bella, clara)
    buy(clara)
    with pytest.raises(referrals.NotNew):
        relate(clara, anna)
    with pytest.raises(referrals.NotNew):
        relate(diana, anna)


def test_a_code_and_a_programme_are_needed(join, store) -> None:
    with pytest.raises(referrals.UnknownReferralCode):
        referrals.relate(invitee_id=join(1), code="NOBODY", by=SYSTEM, at=NOON)
    with pytest.raises(referrals.NoProgramme):
        referrals.relate(invitee_id=1, code="NOBODY", by=SYSTEM, at=datetime(2025, 1, 1, tzinfo=UTC))
    with pytest.raises(InvalidRule):
        rulebook.propose(kind=RULE_KIND, body={}, effective_from=TODAY, by=SYSTEM, at=NOON)


@pytest.mark.parametrize(("yuan", "days"), [(49, 0), (100, 31)])
def test_too_little_or_too_late_earns_nothing(join, buy, yuan, days) -> None:
    anna, bella = join(1), join(2)
    relate(bella, anna)
    buy(bella, yuan, at=NOON + timedelta(days=days))

    assert state_of(bella) is None


@pytest.mark.covers("D22")
def test_what_is_brought_back_within_the_window_is_not_rewarded(join, buy) -> None:
    anna, bella = join(1), join(2)
    relate(bella, anna)
    sale = buy(bella)
    buy(bella, 60, of=sale)

    assert settle() == 0
    assert state_of(bella) is RewardState.DENIED
    assert points_of(anna) == 0


@pytest.mark.covers("D22")
def test_what_is_brought_back_later_is_clawed_back_even_when_spent(join, buy) -> None:
    anna, bella = join(1), join(2)
    relate(bella, anna)
    sale = buy(bella)
    settle()
    points.redeem(member_id=anna, points=150, source=Source("reward", 1), by=SYSTEM, at=NOON + timedelta(days=8))

    buy(bella, 100, of=sale, at=NOON + timedelta(days=9))

    assert state_of(bella) is RewardState.CLAWED_BACK
    assert points_of(anna) == -150
    assert points_of(bella) == 0
    assert coupons.usable(anna, at=NOON + timedelta(days=9)) == ()


def test_a_month_has_a_limit(join, buy) -> None:
    anna, friends = join(1), [join(number) for number in range(2, 5)]
    for friend in friends:
        relate(friend, anna)
        buy(friend)

    assert [state_of(friend) for friend in friends] == [RewardState.PENDING, RewardState.PENDING, RewardState.DENIED]
    assert len(queries.rewards_of(anna)) == 3


@pytest.mark.covers("B17")
def test_the_chain_of_referrals_is_kept_with_what_it_sold(join, buy) -> None:
    anna, bella, clara = join(1), join(2), join(3)
    relate(bella, anna)
    relate(clara, bella)
    buy(bella, 100)
    sale = buy(clara, 300)
    buy(clara, 50, of=sale)

    network = queries.network(anna)

    assert [(each.invitee_id, each.referrer_id, each.depth, each.net_minor) for each in network] == [
        (bella, anna, 1, 10_000),
        (clara, bella, 2, 25_000),
    ]


def related_at_once(one: int, other: int) -> int:
    """Let two members name each other at the same moment; return how many relations there are then."""
    gate = threading.Barrier(2)
    codes = {person: referrals.invite(member_id=person, at=NOON) for person in (one, other)}

    def name(invitee: int, referrer: int) -> None:
        gate.wait()
        try:
            with scopes.everywhere(reason="a thread of a test"):
                referrals.relate(invitee_id=invitee, code=codes[referrer], by=SYSTEM, at=NOON)
        except referrals.ReferralRing:
            pass
        finally:
            connections.close_all()

    together = [threading.Thread(target=name, args=pair) for pair in ((one, other), (other, one))]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    return Referral.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_who_name_each_other_at_once_make_no_ring(join) -> None:
    assert related_at_once(join(1), join(2)) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_two_make_a_ring(join, monkeypatch) -> None:
    gate = threading.Barrier(2)

    def relate_unlocked(*, invitee_id: int, code: str, **_) -> None:
        referrer_id = referrals.ReferralCode.objects.get(code=code).member_id
        ring = queries.ancestors(referrer_id)
        gate.wait(timeout=20)
        if invitee_id in ring:
            raise referrals.ReferralRing
        Referral.objects.create(
            referrer_id=referrer_id, invitee_id=invitee_id, rule_version_id=1, related_at=NOON, related_on=TODAY
        )

    monkeypatch.setattr(referrals, "relate", relate_unlocked)
    assert related_at_once(join(1), join(2)) == 2
