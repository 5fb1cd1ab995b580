"""`shuke coupons` as a person at the terminal uses it."""

import pytest
from tests.apps.coupons.conftest import bundle, template

from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow

PHONE = "13800138000"


@pytest.fixture
def anna(db, at) -> int:
    crypto.create_keys()
    stores = org.upsert_stores(rows=[StoreRow("S1", "一店")], by=SYSTEM, at=at)
    return members.enrol(new=NewMember(store_id=stores["S1"], source=Source.TILL, phone=PHONE), by=SYSTEM, at=at)


def test_issued_once_for_the_occasion_and_looked_at(shuke, anna):
    template()
    done = shuke("coupons", "issue", "TEN", PHONE, "--occasion", "spring").json
    assert list(done["issued"]) == [str(anna)]
    again = shuke("coupons", "issue", "TEN", PHONE, "--occasion", "spring").json
    assert again["repeated"] == done["issued"]
    (coupon,) = shuke("coupons", "of-member", PHONE, "--format", "json").json
    assert (coupon["template"], coupon["state"]) == ("TEN", "issued")


def test_a_store_has_what_it_was_granted(shuke, anna):
    template(limited_per_store=True)
    assert shuke("coupons", "issue", "TEN", PHONE, "--store", "S1").err.startswith("coupons.sold_out")
    assert shuke("coupons", "quota", "TEN", "--grant", "2", "--store", "S1").err.startswith("coupons.reason_missing")
    shuke("coupons", "quota", "TEN", "--grant", "2", "--store", "S1", "--reason", "开业")
    assert shuke("coupons", "issue", "TEN", PHONE, "--store", "S1").code == 0
    rows = shuke("coupons", "quota", "TEN", "--format", "json").json
    assert rows == [{"template": "TEN", "store": "S1", "granted": 2, "left": 1}]


def test_what_became_of_them(shuke, anna, tmp_path):
    template()
    bundle("PACK", TEN=1)
    shuke("coupons", "issue", "TEN", PHONE)
    period = ("--from", "2020-01-01", "--to", "2199-01-01")
    assert shuke("coupons", "report", *period, "--format", "csv").out.splitlines()[1].startswith("TEN,1,1,0")
    assert shuke("coupons", "report", *period, "--bundles", "--format", "json").json == []
    assert shuke("coupons", "report", *period, "--format", "xlsx").err.startswith("cli.file_needed")
    book = tmp_path / "use.xlsx"
    shuke("coupons", "report", *period, "--format", "xlsx", "--out", book)
    assert book.stat().st_size > 0
