"""Coupons that change hands: codes and words, gifts, corrections, the undoing of what granted them, mergers."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.coupons.conftest import (
    ANNA,
    BERTA,
    CAUSE,
    NOON,
    STORE,
    TODAY,
    give_back,
    issue,
    receipt,
    redeem,
    stock,
    template,
)

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import Source, member
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries
from shuke.ledgers.coupons.models import Allowance, Coupon, Passing, Quota
from shuke.ledgers.coupons.types import CURRENCY, CouponState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _proves_afterwards(db):
    yield
    assert book.prove(at=NOON).findings == ()


def usable(member_id: int = ANNA, at=NOON) -> list[int]:
    return [coupon.id for coupon in queries.usable(member_id, at=at)]


def printed(count: int = 1, **changes) -> list[str]:
    """Make single-use codes and return them as they are printed."""
    template("CODED", ways=["code"], **changes)
    batch = coupons.make_codes(template="CODED", count=count, reason="印刷", by=SYSTEM, at=NOON)
    return [code for code, *_ in queries.codes_of_batch(batch.id)]


def claim(member_id: int = ANNA, at=NOON, **what: str) -> int:
    return coupons.claim(member_id=member_id, by=SYSTEM, at=at, **what)


def transfer(coupon_id: int, giver: int = ANNA, receiver: int = BERTA) -> None:
    coupons.transfer(coupon_id=coupon_id, from_member_id=giver, to_member_id=receiver, by=SYSTEM, at=NOON)


def void(*coupon_ids: int, reason: str = "发错了") -> int:
    return coupons.void(coupon_ids=coupon_ids, reason=reason, by=SYSTEM, at=NOON)


class TestCodes:
    def test_a_printed_code_is_unguessable_and_not_in_the_database(self):
        codes = printed(200)
        assert len(set(codes)) == 200
        assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM coupons_coupon")
            stored = str(cursor.fetchall())
        assert not any(code in stored or code.replace("-", "") in stored for code in codes)

    def test_claimed_once_however_it_is_typed(self):
        (code,) = printed()
        coupon_id = claim(code=f" {code.lower().replace('-', ' ').replace('0', 'o')} ")
        assert usable() == [coupon_id]
        with pytest.raises(coupons.CodeTaken):
            claim(BERTA, code=code)
        with pytest.raises(coupons.UnknownCode):
            claim(code="0000-0000-0000-0000")

    def test_days_are_counted_from_the_claim(self):
        (code,) = printed(validity={"kind": "from_grant", "days": 7})
        claim(code=code, at=NOON + timedelta(days=100))
        (coupon,) = queries.usable(ANNA, at=NOON + timedelta(days=106))
        assert coupon.expires_on == TODAY + timedelta(days=107)

    def test_one_member_claims_no_more_than_the_limit(self):
        first, second = printed(2, per_member=1)
        claim(code=first)
        with pytest.raises(coupons.HadEnough):
            claim(code=second)
        claim(BERTA, code=second)

    def test_a_code_brought_to_the_till_becomes_the_members(self):
        (code,) = printed()
        coupon = queries.by_code(code)
        assert (coupon.member_id, coupon.code) == (None, code)
        redeem(coupon.id)
        assert queries.coupon(coupon.id, on=TODAY).coupon.member_id == ANNA
        assert queries.by_code("nothing") is None

    def test_its_bearer_may_use_it_without_being_a_member(self):
        (code,) = printed()
        coupon = queries.by_code(code)
        sale = redeem(coupon.id, member_id=None)
        with pytest.raises(coupons.NotUsable):
            redeem(coupon.id, member_id=None)
        give_back(sale)
        redeem(coupon.id, member_id=None)
        assert queries.coupon(coupon.id, on=TODAY).state is CouponState.USED

    def test_given_back_to_its_bearer_it_may_still_be_claimed(self):
        (code,) = printed()
        coupon_id = queries.by_code(code).id
        give_back(redeem(coupon_id, member_id=None))
        assert claim(code=code) == coupon_id
        redeem(coupon_id)

    def test_making_them_takes_from_the_stock(self):
        template("CODED", ways=["code"], limited_stock=True)
        stock("CODED", 10)
        with pytest.raises(coupons.SoldOut):
            coupons.make_codes(template="CODED", count=11, reason="印刷", by=SYSTEM, at=NOON)
        batch = coupons.make_codes(template="CODED", count=10, reason="印刷", by=SYSTEM, at=NOON)
        assert [quota.left for quota in queries.quotas_of("CODED")] == [0]
        assert [row.id for row in queries.batches("CODED")] == [batch.id]
        assert {state for *_, state in queries.codes_of_batch(batch.id)} == {"issued"}

    def test_refused_without_reason_count_or_leave(self):
        template()
        for wrong, refusal in (
            ({"count": 0, "reason": "印刷"}, coupons.NotACount),
            ({"count": 1, "reason": ""}, coupons.ReasonMissing),
            ({"count": 1, "reason": "印刷"}, coupons.NotThisWay),
        ):
            with pytest.raises(refusal):
                coupons.make_codes(template="TEN", by=SYSTEM, at=NOON, **wrong)

    def test_a_word_is_good_for_everybody_while_stock_lasts(self):
        template("HELLO", ways=["code"], limited_stock=True, per_member=1)
        stock("HELLO", 1)
        coupons.open_code(word="welcome", template="HELLO", reason="开业", by=SYSTEM, at=NOON)
        claim(code="Welcome ")
        with pytest.raises(coupons.SoldOut):
            claim(BERTA, code="WELCOME")
        template("OTHER")
        with pytest.raises(coupons.CodeTaken):
            coupons.open_code(word="WELCOME", template="OTHER", reason="开业", by=SYSTEM, at=NOON)
        with pytest.raises(coupons.ReasonMissing):
            coupons.open_code(word="NEW", template="OTHER", reason="", by=SYSTEM, at=NOON)

    def test_a_member_fetches_what_is_there_to_be_fetched(self):
        template(ways=["claim"])
        assert usable() == [] != [claim(template="TEN")] == usable()


class TestPassingOn:
    def test_it_keeps_its_terms_and_both_have_it_in_their_trail(self):
        template(transferable=True)
        coupon_id = issue(at=NOON - timedelta(days=5), store_id=STORE)
        (before,) = accounts.lots(member(ANNA), CURRENCY)
        transfer(coupon_id)
        assert (usable(), usable(BERTA)) == ([], [coupon_id])
        (after,) = accounts.lots(member(BERTA), CURRENCY)
        same = ("expires_on", "store_id", "restriction", "source", "rule_version_id")
        assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
        trail = AuditEntry.objects.filter(action="coupons.transfer").values_list("subject", flat=True)
        assert set(trail) == {f"member:{ANNA}", f"member:{BERTA}"}
        redeem(coupon_id, member_id=BERTA)

    def test_and_on_and_taken_away_in_the_end(self):
        template(transferable=True)
        coupon_id = issue()
        transfer(coupon_id)
        transfer(coupon_id, BERTA, ANNA)
        assert (usable(), usable(BERTA)) == ([coupon_id], [])
        void(coupon_id)
        assert usable() == []

    def test_refused_by_its_terms_to_oneself_from_another_and_when_used(self):
        template("MINE")
        kept = issue("MINE")
        with pytest.raises(coupons.NotTransferable):
            transfer(kept)
        template(transferable=True)
        coupon_id = issue()
        with pytest.raises(coupons.SameMember):
            transfer(coupon_id, ANNA, ANNA)
        with pytest.raises(coupons.NoSuchCoupon):
            transfer(coupon_id, BERTA, ANNA)
        redeem(coupon_id)
        with pytest.raises(coupons.NotUsable):
            transfer(coupon_id)
        assert Passing.objects.count() == 0

    def test_the_trail_cannot_be_changed(self):
        template(transferable=True)
        transfer(issue())
        with pytest.raises(DatabaseError), transaction.atomic():
            Passing.objects.update(receiver_id=1)


class TestTakingAway:
    def test_unused_with_a_reason(self):
        template()
        coupon_id = issue()
        with pytest.raises(coupons.ReasonMissing):
            void(coupon_id, reason=" ")
        assert void(coupon_id) == 1
        assert queries.coupon(coupon_id, on=TODAY).state is CouponState.VOIDED
        assert AuditEntry.objects.get(action="coupons.void").reason == "发错了"
        for act in (void, redeem):
            with pytest.raises(coupons.NotUsable):
                act(coupon_id)

    def test_used_unknown_or_expired_ones_are_refused_and_all_of_them_with_it(self):
        template()
        used, unused = issue(), issue()
        redeem(used)
        with pytest.raises(coupons.NotUsable):
            void(used, unused)
        with pytest.raises(coupons.NoSuchCoupon):
            void(unused, 1)
        expired = issue(at=NOON - timedelta(days=30))
        with pytest.raises(coupons.NotUsable):
            void(expired)
        assert usable() == [unused]

    def test_a_code_that_nobody_has_claimed(self):
        (code,) = printed()
        void(queries.by_code(code).id)
        with pytest.raises(coupons.CodeTaken):
            claim(code=code)

    def test_what_a_sale_has_granted_goes_with_the_sale(self):
        template()
        sale, other = receipt(), receipt()
        used, unused = (
            coupons.issue(template="TEN", member_id=ANNA, source=sale, by=SYSTEM, at=NOON) for _ in range(2)
        )
        stays = coupons.issue(template="TEN", member_id=ANNA, source=other, by=SYSTEM, at=NOON)
        redeem(used)
        assert coupons.take_back(of=sale, source=receipt(), by=SYSTEM, at=NOON) == (unused,)
        assert coupons.take_back(of=sale, source=receipt(), by=SYSTEM, at=NOON) == ()
        assert usable() == [stays]


class TestMergers:
    @pytest.fixture
    def merged(self):
        template(transferable=True)
        coupon_id = issue(member_id=BERTA)
        source = Source("merge", 1)
        book.merge(absorbed=member(BERTA), survivor=member(ANNA), source=source, by=SYSTEM, at=NOON)
        return coupon_id

    def test_the_survivor_uses_what_the_absorbed_was_issued(self, merged):
        assert usable() == [merged]
        assert [held.coupon.id for held in queries.of_member(ANNA, on=TODAY)] == [merged]
        assert queries.explain(merged, member_id=ANNA, at=NOON, store_id=STORE).usable
        sale = redeem(merged)
        assert give_back(sale).returned == (merged,)
        redeem(merged)
        assert usable() == []

    def test_and_it_can_be_taken_away(self, merged):
        void(merged)
        assert usable() == []

    def test_parting_brings_it_back(self, merged):
        book.unmerge(absorbed=member(BERTA), source=Source("unmerge", 1), by=SYSTEM, at=NOON)
        assert (usable(), usable(BERTA)) == ([], [merged])
        redeem(merged, member_id=BERTA)


def test_what_became_of_the_coupons_of_a_month():
    template("A")
    template("B", validity={"kind": "days", "first_day": "2026-03-01", "last_day": "2026-03-31"})
    first, second, third = (issue("A", store_id=STORE) for _ in range(3))
    issue("B")
    give_back(redeem(first))
    redeem(second)
    void(third)
    month = {"since": TODAY.replace(day=1), "until": TODAY.replace(month=4, day=1)}
    by_code = {use.code: use for use in queries.use_by_template(**month, on=TODAY.replace(month=4, day=1))}
    a, b = by_code["A"], by_code["B"]
    assert (a.issued, a.claimed, a.used, a.voided, a.given_back, a.expired) == (3, 3, 1, 1, 1, 0)
    assert (b.issued, b.expired) == (1, 1)
    assert [use.code for use in queries.use_by_template(**month, on=TODAY, stores=[STORE])] == ["A"]
    assert queries.use_by_template(since=month["until"], until=month["until"], on=TODAY) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": CouponState.USED},
        {"state": CouponState.EXPIRED},
        {"used_kind": "receipt", "used_id": 1},
        {"lot_id": None},
        {"member_id": None},
        {"expires_on": TODAY},
    ],
)
def test_the_database_refuses_a_coupon_that_cannot_be(wrong):
    template()
    issue()
    with pytest.raises(DatabaseError), transaction.atomic():
        Coupon.objects.update(**wrong)


def test_the_database_refuses_more_than_the_limit_and_a_second_quota():
    template(per_member=1, limited_stock=True)
    stock("TEN", 1)
    issue()
    with pytest.raises(DatabaseError), transaction.atomic():
        Allowance.objects.update(taken=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Quota.objects.create(template="TEN", store_id=None)


def test_causes_are_kept():
    template()
    held = queries.coupon(issue(), on=TODAY)
    assert (held.source, held.name) == (CAUSE, "满100减10")
