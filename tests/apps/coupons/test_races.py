"""Many tills at once. A race says what must hold in every order; its control takes the guards away and must break it.

With the guards off chance decides who reads first, so a control tries a few times.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from django.db import transaction
from tests.apps.book.races import at_once, crowd, refused, without_lock
from tests.apps.coupons.conftest import (
    ANNA,
    BERTA,
    NOON,
    TODAY,
    give_back,
    issue,
    receipt,
    redeem,
    stock,
    template,
)

from shuke.foundation import failpoints
from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox import operations as outbox
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import member
from shuke.ledgers.coupons import claiming, issuing, queries, sql, using
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons.models import Allowance, Coupon
from shuke.ledgers.coupons.types import CURRENCY, CouponState

pytestmark = pytest.mark.django_db(transaction=True)

TRIES = 8


@pytest.fixture(autouse=True)
def _proves_afterwards(request):
    yield
    if "control" not in request.node.name:
        assert book.prove(at=NOON).findings == ()


@pytest.fixture
def slow(monkeypatch):
    places = ("book.between_check_and_write", "coupons.between_check_and_use", "coupons.between_check_and_return")
    monkeypatch.setenv("SHUKE_FAILPOINTS", ",".join(f"{place}=sleep:0.3" for place in places))


def allowed(act, times: int) -> int:
    """Do it again and again; return how often it was not refused."""
    done = 0
    for _ in range(times):
        try:
            act()
        except (coupons.SoldOut, coupons.HadEnough, coupons.CodeTaken, coupons.NotUsable):
            continue
        done += 1
    return done


def printed() -> str:
    batch = coupons.make_codes(template="CODED", count=1, reason="印刷", by=SYSTEM, at=NOON)
    return next(code for code, *_ in queries.codes_of_batch(batch.id))


def claim(code: str, member_id: int) -> int:
    return coupons.claim(code=code, member_id=member_id, by=SYSTEM, at=NOON)


@contextmanager
def careless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every act without transaction, lock and guard, with a pause between looking and writing."""
    with without_lock(monkeypatch), monkeypatch.context() as patch:
        patch.setenv("SHUKE_FAILPOINTS", "book.between_check_and_write=sleep:0.1")
        patch.setattr(issuing, "_issue_batch", issuing._issue_batch.__wrapped__)
        patch.setattr(issuing, "open_page", lambda *page: nullcontext())
        patch.setattr(coupons, "claim", claiming.claim.__wrapped__)
        patch.setattr(coupons, "redeem", using.redeem.__wrapped__)
        patch.setattr(outbox, "emit", lambda *_, **__: None)  # an event wants a transaction
        patch.setattr(sql, "take_allowances", look_then_write)
        patch.setattr(sql, "mark_claimed", write_claimed)
        patch.setattr(sql, "mark_used", lambda coupon_ids, *of, **terms: len(coupon_ids))
        yield


def write_claimed(row: Coupon, member_id: int) -> bool:
    """Write that the code is the member's, whoever's it has become meanwhile."""
    Coupon.objects.filter(id=row.id).update(member_id=member_id, lot_id=row.lot_id, set_id=row.set_id)
    return True


def look_then_write(template: str, wanted: dict[int, int], most: int) -> set[int]:
    """Count, wait, and write what was counted: as a program does that has not heard of guarded writes."""
    (member_id,) = wanted
    row = Allowance.objects.filter(template=template, member_id=member_id).first()
    if row is not None and row.taken >= most:
        return set()
    failpoints.hit("book.between_check_and_write")
    Allowance.objects.filter(template=template, member_id=member_id).update(taken=row.taken + 1 if row else 1)
    return {member_id}


class TestStock:
    def issued(self, left: int, threads: int, times: int) -> int:
        code = template(limited_stock=True)
        stock(code, left)
        counts = at_once(
            *(lambda who=who: allowed(lambda: issue(member_id=who), times) for who in range(1, threads + 1))
        )
        refused(counts)
        return sum(counts)

    def test_exactly_what_is_there_is_issued(self):
        threads = crowd()
        assert self.issued(100, threads, 512 // threads) == 100
        assert Coupon.objects.count() == 100
        assert [quota.left for quota in queries.quotas_of("TEN")] == [0]

    def test_control_without_lock_oversells(self, monkeypatch):
        with careless(monkeypatch):
            assert any(self.issued(2, 4, 2) > 2 for _ in range(TRIES))


class TestSingleUseCode:
    def claimed(self, threads: int) -> int:
        code = printed()
        counts = at_once(*(lambda who=who: allowed(lambda: claim(code, who), 1) for who in range(1, threads + 1)))
        refused(counts)
        return sum(counts)

    def test_one_of_them_has_it(self):
        template("CODED", ways=["code"])
        assert self.claimed(crowd()) == 1
        assert Coupon.objects.filter(member_id__isnull=False).count() == 1

    def test_control_without_lock_several_have_it(self, monkeypatch):
        template("CODED", ways=["code"])
        with careless(monkeypatch):
            assert any(self.claimed(4) > 1 for _ in range(TRIES))


class TestLimitPerMember:
    def issued(self, member_id: int, threads: int) -> int:
        counts = at_once(*[lambda: allowed(lambda: issue(member_id=member_id), 2)] * threads)
        refused(counts)
        return sum(counts)

    def test_nobody_has_more(self):
        template(per_member=5)
        assert self.issued(ANNA, crowd()) == 5
        assert accounts.balance(member(ANNA), CURRENCY).available == 5

    def test_control_without_guard_somebody_has(self, monkeypatch):
        template(per_member=1)
        with careless(monkeypatch):
            assert any(self.issued(who, 4) > 1 for who in range(1, TRIES + 1))

    def test_one_for_the_occasion_and_everybody_is_told_the_same(self):
        template()
        outcomes = at_once(*[lambda: issue(occasion="birthday:2026")] * 16)
        refused(outcomes)
        assert len(set(outcomes)) == 1
        assert Coupon.objects.count() == 1


@pytest.mark.usefixtures("slow")
class TestTwoTills:
    def won(self) -> int:
        template()
        coupon_id = issue()
        return sum(at_once(*[lambda: allowed(lambda: redeem(coupon_id), 1)] * 2))

    def test_one_coupon_one_sale(self):
        assert self.won() == 1

    def test_control_without_guards_both_have_it(self, monkeypatch):
        with careless(monkeypatch):
            assert any(self.won() == 2 for _ in range(TRIES))

    def test_refund_and_refund(self):
        template()
        coupon_id = issue()
        sale = redeem(coupon_id)
        outcomes = at_once(*[lambda: give_back(sale)] * 2)
        assert len(refused(outcomes)) <= 1
        assert [coupon.id for coupon in queries.usable(ANNA, at=NOON)] == [coupon_id]
        assert Coupon.objects.get().given_back == 1

    def test_gift_and_use(self):
        template(transferable=True)
        coupon_id = issue()
        act = {"coupon_id": coupon_id, "from_member_id": ANNA, "to_member_id": BERTA}
        outcomes = at_once(lambda: redeem(coupon_id), lambda: coupons.transfer(by=SYSTEM, at=NOON, **act))
        assert len(refused(outcomes)) == 1
        held = [accounts.balance(member(who), CURRENCY).net for who in (ANNA, BERTA)]
        assert held in ([0, 0], [0, 1])

    def test_claim_and_use_of_one_printed_code(self):
        template("CODED", ways=["code"])
        code = printed()
        coupon_id = Coupon.objects.get().id
        outcomes = at_once(lambda: claim(code, BERTA), lambda: redeem(coupon_id, member_id=ANNA))
        assert len(refused(outcomes)) == 1
        owner, state = Coupon.objects.values_list("member_id", "state").get()
        assert (owner, state) in ((BERTA, CouponState.ISSUED), (ANNA, CouponState.USED))
        assert [accounts.balance(member(who), CURRENCY).net for who in (ANNA, BERTA)] == [0, int(owner == BERTA)]

    def test_control_without_guards_a_code_is_used_by_one_and_kept_by_another(self, monkeypatch):
        template("CODED", ways=["code"])
        with careless(monkeypatch):
            assert any(self.claimed_and_used() for _ in range(TRIES))

    def claimed_and_used(self) -> bool:
        code = printed()
        coupon_id = Coupon.objects.latest("id").id
        claimed, used = at_once(lambda: claim(code, BERTA), lambda: redeem(coupon_id, member_id=ANNA))
        return not refused([claimed, used])

    def test_taking_away_and_use(self):
        template()
        coupon_id = issue()
        outcomes = at_once(
            lambda: redeem(coupon_id),
            lambda: coupons.void(coupon_ids=[coupon_id], reason="发错了", by=SYSTEM, at=NOON),
        )
        assert len(refused(outcomes)) == 1
        assert accounts.balance(member(ANNA), CURRENCY).net == 0

    def test_expiry_and_use(self):
        template(validity={"kind": "from_grant", "days": 1})
        coupon_id = issue()
        tomorrow = TODAY + timedelta(days=1)
        run, used = at_once(lambda: coupons.expire_due(on=tomorrow, by=SYSTEM, at=NOON), lambda: redeem(coupon_id))
        assert len(refused([used])) == run.lots
        assert accounts.balance(member(ANNA), CURRENCY).net == 0


def test_a_till_that_dies_leaves_the_coupon_unused(monkeypatch):
    template()
    coupon_id = issue()
    monkeypatch.setenv("SHUKE_FAILPOINTS", "book.before_commit=raise")
    with pytest.raises(failpoints.FailpointError):
        redeem(coupon_id)
    monkeypatch.delenv("SHUKE_FAILPOINTS")
    assert Coupon.objects.get().state == CouponState.ISSUED
    redeem(coupon_id, source=receipt())


def test_inside_another_transaction_a_second_one_for_the_occasion_is_the_first():
    template()
    first = issue(occasion="birthday:2026")
    with transaction.atomic():
        assert issue(occasion="birthday:2026") == first
