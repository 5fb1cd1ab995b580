"""A coupon for ten thousand members is one run of a few seconds, with a number of statements that hardly grows."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.coupons.conftest import ANNA, CAUSE, NOON, issue, redeem, stock, template

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries
from shuke.ledgers.coupons.models import Coupon

pytestmark = pytest.mark.django_db

SECONDS = 30  # a busy machine of two cores; alone it takes a quarter


def issue_to(count: int) -> float:
    begun = time.perf_counter()
    done = coupons.issue_many(
        template="TEN", member_ids=range(1, count + 1), source=CAUSE, by=SYSTEM, at=NOON, occasion="spring"
    )
    assert len(done.issued) == count
    return time.perf_counter() - begun


@pytest.mark.slow
def test_ten_thousand_members_in_seconds():
    template(per_member=1, limited_stock=True)
    stock("TEN", 10_000)
    seconds = issue_to(10_000)
    print(f"10,000 coupons in {seconds:.1f} s")
    assert Coupon.objects.count() == 10_000
    assert [quota.left for quota in queries.quotas_of("TEN")] == [0]
    assert seconds < SECONDS


def test_a_run_that_was_cut_off_is_started_again():
    template()
    issue_to(3)
    done = coupons.issue_many(
        template="TEN", member_ids=range(1, 6), source=CAUSE, by=SYSTEM, at=NOON, occasion="spring"
    )
    assert (list(done.issued), sorted(done.repeated)) == ([4, 5], [1, 2, 3])


def test_a_redemption_asks_of_its_own_table_twice_whatever_the_number_of_coupons():
    template()
    coupon_ids = [issue() for _ in range(3)]
    queries.usable(ANNA, at=NOON)
    with CaptureQueriesContext(connection) as asked:
        redeem(*coupon_ids)
    assert len([query for query in asked if "coupons_" in query["sql"]]) == 2
