"""`shuke stored-value` as a person at the terminal uses it."""

import pytest
from tests.apps.stored_value.conftest import PACKAGES, put

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import StoreRow
from shuke.ledgers.stored_value.types import PACKAGES_KIND

PHONE = "13800138000"


@pytest.fixture
def anna(db, at) -> int:
    crypto.create_keys()
    put(PACKAGES_KIND, PACKAGES)
    stores = org.upsert_stores(rows=[StoreRow("S1", "一店")], by=SYSTEM, at=at)
    return members.enrol(new=NewMember(store_id=stores["S1"], source=Source.TILL, phone=PHONE), by=SYSTEM, at=at)


def test_paid_in_once_under_an_id_shown_and_quoted(shuke, anna, tmp_path):
    pay_in = ("stored-value", "top-up", PHONE, "1000", "--store", "S1", "--package", "1000+200", "--id", ids.new())
    assert shuke(*pay_in).json["bonus_minor"] == 20_000
    assert shuke(*pay_in).json["repeated"] is True
    told = shuke("stored-value", "balance", PHONE, "--format", "json").json
    assert (told["member_id"], told["available_minor"], len(told["lots"])) == (anna, 120_000, 2)
    assert "1200.00" in shuke("stored-value", "balance", PHONE).out
    quote = shuke("stored-value", "quote-refund", PHONE, "--cause", "consumer", "--format", "json").json
    assert (quote["refund_minor"], quote["parts"][0]["articles"]) == (100_000, ["14"])
    assert "1000.00" in shuke("stored-value", "quote-refund", PHONE).out
    assert "refund_minor" in shuke("stored-value", "quote-refund", PHONE, "--format", "csv").out
    file = tmp_path / "quote.xlsx"
    assert shuke("stored-value", "quote-refund", PHONE, "--format", "xlsx", "--out", file).code == 0
    assert file.stat().st_size > 0
    assert shuke("stored-value", "quote-refund", PHONE, "--format", "xlsx").code == 1


def test_packages_on_offer(shuke, anna):
    rows = shuke("stored-value", "packages", "--on", "2026-04-01", "--format", "json").json
    assert [row["code"] for row in rows] == ["1000+200", "year", "milk"]
    assert shuke("stored-value", "top-up", PHONE, "1000", "--store", "S9").code == 1
