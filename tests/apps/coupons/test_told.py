"""Whatever happens to a coupon is told to the floors above, in the transaction in which it happens."""

from typing import Any

import pytest
from tests.apps.coupons.conftest import ANNA, BERTA, CAUSE, NOON, STORE, bundle, give_back, issue, redeem, template

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox.models import OutboxEvent
from shuke.ledgers.coupons import operations as coupons

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, dict[str, Any]]]:
    events = OutboxEvent.objects.filter(name__startswith="coupons.").order_by("number")
    return [(event.name, event.payload) for event in events]


def test_issued_used_and_given_back():
    template(returnable=True)
    coupon_id = issue()
    sale = redeem(coupon_id)
    give_back(sale)
    used = {"used_kind": "receipt", "used_id": sale.id}
    assert told() == [
        ("coupons.issued", {"template": "TEN", "coupon_ids": [coupon_id], "member_ids": [ANNA]}),
        ("coupons.redeemed", {"coupon_ids": [coupon_id], "member_id": ANNA, "store_id": STORE, **used}),
        ("coupons.returned", {"coupon_ids": [coupon_id], **used}),
    ]


def test_many_members_are_told_at_once_and_whoever_has_it_already_is_not():
    template()
    once = {"template": "TEN", "source": CAUSE, "occasion": "birthday:2026", "by": SYSTEM, "at": NOON}
    first = coupons.issue_many(member_ids=[ANNA, BERTA], **once)
    coupons.issue_many(member_ids=[ANNA, BERTA], **once)
    ((name, payload),) = told()
    assert name == "coupons.issued"
    assert dict(zip(payload["member_ids"], payload["coupon_ids"], strict=True)) == first.issued


def test_a_pack_tells_each_of_its_templates():
    template("TEN")
    template("FIVE")
    bundle("PACK", TEN=2, FIVE=1)
    coupons.issue_bundle(bundle="PACK", member_id=ANNA, source=CAUSE, by=SYSTEM, at=NOON)
    assert [(payload["template"], len(payload["coupon_ids"])) for _, payload in told()] == [("TEN", 2), ("FIVE", 1)]


def test_passed_on_and_voided():
    template(transferable=True)
    coupon_id = issue()
    coupons.transfer(coupon_id=coupon_id, from_member_id=ANNA, to_member_id=BERTA, by=SYSTEM, at=NOON)
    coupons.void(coupon_ids=[coupon_id], reason="发错了", by=SYSTEM, at=NOON)
    assert told()[1:] == [
        ("coupons.transferred", {"coupon_id": coupon_id, "from_member_id": ANNA, "to_member_id": BERTA}),
        ("coupons.voided", {"coupon_ids": [coupon_id]}),
    ]


def test_what_is_refused_is_told_to_nobody():
    template(per_member=1)
    issue()
    before = told()
    with pytest.raises(coupons.HadEnough):
        issue()
    with pytest.raises(coupons.NoSuchCoupon):
        redeem(ids.new())
    assert told() == before
