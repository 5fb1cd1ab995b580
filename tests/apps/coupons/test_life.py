"""A coupon's life: issued, used once, given back with its sale, expired by its day."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.apps.coupons.conftest import (
    ANNA,
    BERTA,
    CAUSE,
    NOON,
    OTHER_STORE,
    STORE,
    TODAY,
    bundle,
    give_back,
    issue,
    put,
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
from shuke.ledgers.coupons.models import Coupon
from shuke.ledgers.coupons.types import CURRENCY, Closed, CouponState, Visits, WhyNot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _proves_afterwards(db):
    yield
    assert book.prove(at=NOON).findings == ()


def usable(member_id: int = ANNA, at: datetime = NOON, store_id: int | None = None) -> list[int]:
    return [coupon.id for coupon in queries.usable(member_id, at=at, store_id=store_id)]


def state(coupon_id: int, on: date = TODAY) -> CouponState:
    return queries.coupon(coupon_id, on=on).state


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


class TestIssuing:
    @pytest.mark.covers("D35")
    def test_a_small_coupon_for_everybody_is_a_lot_of_one_under_its_version(self):
        version = put(
            "coupons.template",
            "HELLO",
            {
                "name": "新客小额券",
                "gives": {"kind": "amount_off", "amount_minor": 500},
                "validity": {"kind": "from_grant", "days": 14},
            },
        )
        coupon_id = issue("HELLO", store_id=STORE)
        (lot,) = accounts.lots(member(ANNA), CURRENCY)
        assert (lot.remaining, lot.restriction, lot.store_id, lot.rule_version_id) == (1, "HELLO", STORE, version)
        assert lot.source == Source("coupon", coupon_id)
        assert lot.expires_on == TODAY + timedelta(days=14)
        (coupon,) = queries.usable(ANNA, at=NOON)
        assert (coupon.id, coupon.terms.amount_minor, coupon.lot_id) == (coupon_id, 500, lot.id)

    def test_its_terms_stay_those_of_its_version(self):
        template()
        coupon_id = issue()
        template(gives={"kind": "amount_off", "amount_minor": 1})
        assert [coupon.terms.amount_minor for coupon in queries.usable(ANNA, at=NOON)] == [1_000]
        assert queries.coupon(issue(), on=TODAY).coupon.terms.amount_minor == 1
        assert queries.coupon(coupon_id, on=TODAY).coupon.terms.amount_minor == 1_000

    def test_an_unknown_template_and_one_not_to_be_had_this_way_are_refused(self):
        with pytest.raises(coupons.NoSuchTemplate):
            issue("NOWHERE")
        template(ways=["claim"])
        with pytest.raises(coupons.NotThisWay):
            issue()

    def test_a_coupon_that_could_never_be_used_is_not_issued(self):
        template(validity={"kind": "days", "first_day": "2026-01-01", "last_day": "2026-03-09"})
        with pytest.raises(coupons.NoLongerValid):
            issue()

    def test_nobody_is_issued_more_than_the_limit(self):
        template(per_member=2)
        issue()
        issue()
        with pytest.raises(coupons.HadEnough):
            issue()
        issue(member_id=BERTA)
        assert (len(usable()), len(usable(BERTA))) == (2, 1)

    def test_only_what_headquarters_has_granted_is_issued(self):
        template(limited_stock=True, limited_per_store=True)
        with pytest.raises(coupons.SoldOut):
            issue()
        stock("TEN", 3)
        stock("TEN", 1, STORE)
        issue(store_id=STORE)
        with pytest.raises(coupons.SoldOut):
            issue(store_id=STORE)
        issue()
        left = {quota.store_id: (quota.granted, quota.left) for quota in queries.quotas_of("TEN")}
        assert left == {None: (3, 1), STORE: (1, 0)}
        entry = AuditEntry.objects.filter(action="coupons.grant_quota").latest("id")
        assert entry.after == {"store_id": STORE, "count": 1}

    def test_a_quota_is_lowered_to_nothing_and_no_further(self):
        template(limited_stock=True)
        stock("TEN", 5)
        stock("TEN", -5)
        with pytest.raises(coupons.SoldOut):
            stock("TEN", -1)
        with pytest.raises(coupons.NotACount):
            stock("TEN", 0)
        with pytest.raises(coupons.ReasonMissing):
            coupons.grant_quota(template="TEN", count=1, reason=" ", by=SYSTEM, at=NOON)

    @pytest.mark.covers("D37")
    def test_a_birthday_coupon_comes_once_a_year_with_days_of_its_own(self):
        twenty_off = {"kind": "percent_off", "percent_off": 20}
        template("BIRTHDAY", gives=twenty_off, validity={"kind": "from_grant", "days": 1})
        first = issue("BIRTHDAY", occasion="birthday:2026")
        assert issue("BIRTHDAY", occasion="birthday:2026") == first
        assert usable() == [first]
        assert usable(at=later(1)) == []
        next_year = issue("BIRTHDAY", at=later(365), occasion="birthday:2027")
        assert usable(at=later(365)) == [next_year]
        assert Coupon.objects.count() == 2

    def test_the_database_itself_refuses_a_second_one_for_the_occasion(self):
        template()
        twin = Coupon.objects.get(id=issue(occasion="birthday:2026"))
        twin.id += 1
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)

    def test_many_members_at_once_and_whoever_had_enough_is_named(self):
        template(per_member=1, limited_stock=True)
        stock("TEN", 10)
        before = issue(occasion="spring")
        template(per_member=2, limited_stock=True)
        done = coupons.issue_many(
            template="TEN", member_ids=[ANNA, BERTA], source=CAUSE, by=SYSTEM, at=NOON, occasion="spring"
        )
        assert dict(done.repeated) == {ANNA: before}
        assert list(done.issued) == [BERTA]
        template(per_member=1, limited_stock=True)
        again = coupons.issue_many(template="TEN", member_ids=[ANNA, BERTA, 7_003], source=CAUSE, by=SYSTEM, at=NOON)
        assert again.over_limit == (ANNA, BERTA)
        assert list(again.issued) == [7_003]
        assert [quota.left for quota in queries.quotas_of("TEN")] == [7]

    def test_too_little_stock_for_all_issues_none(self):
        template(limited_stock=True, per_member=1)
        stock("TEN", 1)
        with pytest.raises(coupons.SoldOut):
            coupons.issue_many(template="TEN", member_ids=[ANNA, BERTA], source=CAUSE, by=SYSTEM, at=NOON)
        assert usable() == []
        issue()


class TestUsing:
    def test_once_and_for_one_receipt(self):
        template()
        coupon_id = issue()
        sale = redeem(coupon_id)
        held = queries.coupon(coupon_id, on=TODAY)
        assert (held.state, held.used_by, held.used_on, held.used_store_id) == (CouponState.USED, sale, TODAY, STORE)
        assert usable() == []
        with pytest.raises(coupons.NotUsable):
            redeem(coupon_id)

    def test_all_of_a_receipt_or_none(self):
        template()
        used, unused = issue(), issue()
        redeem(used)
        with pytest.raises(coupons.NotUsable):
            redeem(used, unused)
        assert usable() == [unused]

    def test_another_members_coupon_is_no_coupon(self):
        template()
        coupon_id = issue(member_id=BERTA)
        with pytest.raises(coupons.NoSuchCoupon):
            redeem(coupon_id)
        with pytest.raises(coupons.NoSuchCoupon):
            redeem(coupon_id, 1)
        assert queries.explain(coupon_id, member_id=ANNA, at=NOON, store_id=STORE).reasons == (WhyNot.NOT_THIS_MEMBER,)

    def test_no_coupon_is_no_act(self):
        assert coupons.redeem(coupon_ids=[], member_id=ANNA, source=CAUSE, store_id=None, by=SYSTEM, at=NOON) is None

    @pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (29, True), (30, False)])
    def test_on_its_days_and_no_others(self, days, expected):
        template(validity={"kind": "days", "first_day": "2026-03-20", "last_day": "2026-04-18"})
        coupon_id = issue()
        moment = later(10 + days)
        assert (usable(at=moment) == [coupon_id]) is expected
        if expected:
            redeem(coupon_id, at=moment)
        else:
            with pytest.raises(coupons.NotUsable):
                redeem(coupon_id, at=moment)

    def test_expired_is_told_by_the_day_before_and_after_the_night_run(self):
        template()
        coupon_id = issue()
        last, over = TODAY + timedelta(days=29), TODAY + timedelta(days=30)
        assert (state(coupon_id, last), state(coupon_id, over)) == (CouponState.ISSUED, CouponState.EXPIRED)
        assert coupons.expire_due(on=last, by=SYSTEM, at=NOON).lots == 0
        assert coupons.expire_due(on=over, by=SYSTEM, at=NOON).lots == 1
        assert state(coupon_id, over) == CouponState.EXPIRED
        assert accounts.balance(member(ANNA), CURRENCY).net == 0

    def test_why_not_is_said_by_name(self):
        template(store_ids=[OTHER_STORE], validity={"kind": "from_grant", "starts_after": 3, "days": 7})
        coupon_id = issue()
        judged = queries.explain(coupon_id, member_id=ANNA, at=NOON, store_id=STORE)
        assert judged.reasons == (WhyNot.NOT_YET, Closed.OTHER_STORE)
        assert queries.explain(coupon_id, member_id=ANNA, at=later(3), store_id=OTHER_STORE).usable
        assert queries.explain(coupon_id, member_id=None, at=later(3), store_id=OTHER_STORE).reasons == (
            WhyNot.NOT_THIS_MEMBER,
        )
        assert queries.explain(1, member_id=ANNA, at=NOON, store_id=STORE) is None
        redeem(coupon_id, at=later(3), store_id=OTHER_STORE)
        assert queries.explain(coupon_id, member_id=ANNA, at=later(10), store_id=OTHER_STORE).reasons == (
            WhyNot.USED,
            WhyNot.EXPIRED,
        )

    def test_what_may_be_used_takes_two_statements(self):
        template(store_ids=[STORE])
        coupon_id = issue()
        usable()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert usable(store_id=STORE) == [coupon_id]
        assert len(asked) == 2
        assert usable(store_id=OTHER_STORE) == []

    def test_on_one_page_with_the_points_of_the_sale(self):
        template()
        coupon_id = issue()
        holders = [member(ANNA)]
        with book.together(holders=holders, currencies=["points", CURRENCY], by=SYSTEM, at=NOON):
            sale = redeem(coupon_id)
        assert state(coupon_id) is CouponState.USED
        with book.together(holders=holders, currencies=["points", CURRENCY], by=SYSTEM, at=NOON):
            give_back(sale)
        assert usable() == [coupon_id]

    def test_a_refused_coupon_leaves_the_page_of_the_sale_as_it_was(self):
        template()
        coupon_id = issue()
        redeem(coupon_id)
        page = book.together(holders=[member(ANNA)], currencies=[CURRENCY], by=SYSTEM, at=NOON)
        with page, pytest.raises(coupons.NotUsable):
            redeem(coupon_id)
        assert accounts.balance(member(ANNA), CURRENCY).net == 0

    def test_a_coupon_issued_on_the_page_is_used_on_it(self):
        template(limited_stock=True)
        stock("TEN", 1)
        holders = [member(ANNA), *queries.holders(["TEN"], on=TODAY, store_id=None)]
        with book.together(holders=holders, currencies=[CURRENCY, "coupon_quota"], by=SYSTEM, at=NOON):
            redeem(issue())
        assert accounts.balance(member(ANNA), CURRENCY).net == 0


@pytest.mark.covers("E16")
def test_a_coupon_of_a_store_leads_there_and_the_visits_are_counted():
    template("COME", store_ids=[STORE])
    one, another, of_berta = issue("COME"), issue("COME"), issue("COME", member_id=BERTA)
    with pytest.raises(coupons.NotUsable):
        redeem(one, store_id=OTHER_STORE)
    redeem(one, another)
    redeem(of_berta, member_id=BERTA, at=later(1))
    month = {"since": TODAY, "until": TODAY + timedelta(days=30)}
    assert queries.visits(template="COME", **month) == [Visits("COME", STORE, visits=2, members=2, coupons=3)]
    assert queries.visits(since=TODAY, until=TODAY + timedelta(days=1))[0].visits == 1
    assert queries.coupon(one, on=TODAY).used_store_id == STORE


class TestGivingBack:
    def test_with_its_sale_and_once(self):
        template()
        coupon_id = issue()
        sale = redeem(coupon_id)
        assert give_back(sale).returned == (coupon_id,)
        assert give_back(sale).returned == ()
        assert usable() == [coupon_id]
        redeem(coupon_id)
        assert usable() == []

    def test_one_of_two(self):
        template()
        first, second = issue(), issue()
        sale = redeem(first, second)
        done = coupons.give_back(source=sale, refund_source=receipt(), coupon_ids=[second], by=SYSTEM, at=NOON)
        assert done.returned == (second,)
        assert usable() == [second]
        assert give_back(sale).returned == (first,)

    def test_not_when_its_terms_keep_it_used(self):
        template(returnable=False)
        coupon_id = issue()
        assert give_back(redeem(coupon_id)).kept == (coupon_id,)
        assert state(coupon_id) is CouponState.USED

    def test_not_when_its_days_are_over(self):
        template()
        coupon_id = issue()
        sale = redeem(coupon_id)
        assert give_back(sale, at=later(30)).kept == (coupon_id,)
        assert state(coupon_id) is CouponState.USED


class TestBundles:
    @pytest.mark.covers("E15")
    def test_given_whole_and_its_use_is_told_as_a_set(self):
        template("OFF")
        template("GIFT", gives={"kind": "gift", "gift_sku_id": 5})
        bundle("WELCOME", OFF=2, GIFT=1)
        pack = coupons.issue_bundle(bundle="WELCOME", member_id=ANNA, source=CAUSE, by=SYSTEM, at=NOON)
        other = coupons.issue_bundle(bundle="WELCOME", member_id=BERTA, source=CAUSE, by=SYSTEM, at=NOON)
        assert sorted(usable()) == sorted(pack.coupon_ids)
        redeem(*pack.coupon_ids)
        redeem(other.coupon_ids[0], member_id=BERTA)
        (use,) = queries.use_by_bundle(since=TODAY, until=TODAY + timedelta(days=1), on=TODAY)
        assert (use.code, use.issued, use.used, use.packs, use.packs_used) == ("WELCOME", 6, 4, 2, 1)

    def test_none_of_it_when_a_part_is_refused(self):
        template("PLENTY")
        template("SCARCE", limited_stock=True)
        stock("SCARCE", 1)
        bundle("WELCOME", PLENTY=1, SCARCE=2)
        with pytest.raises(coupons.SoldOut):
            coupons.issue_bundle(bundle="WELCOME", member_id=ANNA, source=CAUSE, by=SYSTEM, at=NOON)
        assert usable() == []
        assert [quota.left for quota in queries.quotas_of("SCARCE")] == [1]

    def test_the_limit_per_member_counts_in_a_bundle(self):
        template("OFF", per_member=3)
        bundle("WELCOME", OFF=2)
        coupons.issue_bundle(bundle="WELCOME", member_id=ANNA, source=CAUSE, by=SYSTEM, at=NOON)
        with pytest.raises(coupons.HadEnough):
            coupons.issue_bundle(bundle="WELCOME", member_id=ANNA, source=CAUSE, by=SYSTEM, at=NOON)
        assert len(usable()) == 2

    def test_once_for_an_occasion(self):
        template("OFF")
        bundle("WELCOME", OFF=1)
        bundle_of = {"bundle": "WELCOME", "member_id": ANNA, "source": CAUSE, "by": SYSTEM, "occasion": "join"}
        first = coupons.issue_bundle(at=NOON, **bundle_of)
        again = coupons.issue_bundle(at=later(1), **bundle_of)
        assert (again.id, again.coupon_ids, again.repeated) == (first.id, first.coupon_ids, True)

    def test_an_unknown_bundle_is_refused(self):
        with pytest.raises(coupons.NoSuchBundle):
            coupons.issue_bundle(bundle="NOWHERE", member_id=ANNA, source=CAUSE, by=SYSTEM, at=NOON)
