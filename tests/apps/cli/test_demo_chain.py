"""A small demo chain, filled once, asked through every command that prints data."""

import csv
import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from tests.conftest import append_only_lifted

from shuke.foundation import clock, scopes
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.members import queries as members
from shuke.foundation.members.models import Member
from shuke.foundation.org import queries as org
from shuke.foundation.rulebook import queries as rulebook
from shuke.foundation.rulebook.models import RuleDocument
from shuke.ledgers.coupons.models import Coupon
from shuke.ledgers.passes import queries as passes
from shuke.ledgers.passes.models import SoldPass
from shuke.ledgers.stored_value import queries as stored_value
from shuke.ledgers.stored_value.models import TopUp
from shuke.selling.checkout import queries as checkout
from shuke.selling.checkout.types import NewOrder, OrderLine
from shuke.selling.sales.models import Receipt
from shuke.surfaces.cli import app
from shuke.surfaces.demo import people, people_names
from shuke.surfaces.demo.types import DemoSpec

pytestmark = pytest.mark.django_db
MEMBERS = 120


@pytest.fixture(scope="module", autouse=True)
def demo_home(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("demo")
    with override_settings(SHUKE_HOME=home), django_db_blocker.unblock():
        with pytest.raises(SystemExit) as left:
            app.main(["demo", "--fill-only", "--members", str(MEMBERS)])
        assert not left.value.code
        yield home
        with append_only_lifted():
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def everywhere() -> Iterator[None]:
    with scopes.everywhere(reason="a test looks at the whole chain"):
        yield


def phone_of(row: int) -> str:
    begun = json.loads((settings.SHUKE_HOME / "demo.json").read_text())
    spec = DemoSpec(ending=begun["ending"], members=MEMBERS, seed=begun["seed"])
    return people_names.phone(int(people._phones(spec, 0, MEMBERS)[row]))


@pytest.mark.covers("D55")
def test_one_command_makes_a_chain_with_data_and_logins(demo_home, everywhere):
    logins = demo_home / "first-login.txt"
    assert Member.objects.count() == MEMBERS
    assert Receipt.objects.count() > 4 * MEMBERS
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600
    names = {line.split("\t")[0] for line in logins.read_text(encoding="utf-8").splitlines()}
    assert names == {"owner", "hq", "finance", "manager", "guide", "cashier"}


def test_no_two_logins_share_a_password(demo_home):
    rows = (demo_home / "first-login.txt").read_text(encoding="utf-8").splitlines()
    assert len({line.split("\t")[1] for line in rows}) == len(rows)


def test_the_chain_can_sell_with_all_that_it_offers(everywhere):
    today = clock.business_date(clock.now())
    assert {version.key for version in rulebook.every_in_force("promotions.rule", today)} == {
        "full300",
        "nappies",
        "tiers",
    }
    assert {offer.code for offer in stored_value.packages_on(today)} == {"pay500", "pay1000", "pay2000"}
    assert {code for code, _ in passes.plans_on(today)} == {"swim10", "wash5"}

    first = members.find(phone_of(0))[0].member_id
    goods = catalog.sku_ids(["SERVICE-SWIM", "NAPPY0300-84"])
    store = org.store_by_code("S001")
    lines = (OrderLine(goods["SERVICE-SWIM"], 1_000), OrderLine(goods["NAPPY0300-84"], 2_000))
    order = NewOrder("DEMO-1", store.id, lines, member_id=first, coupon_ids=None)
    quoted = checkout.quote(order=order, at=clock.now())
    assert quoted.net_minor < quoted.list_minor
    assert len(quoted.coupon_ids) == 1
    assert (quoted.stored_value_minor, [each.sessions for each in quoted.passes]) == (55_000, [1])


def test_filling_again_adds_nothing(shuke, everywhere, demo_home):
    (demo_home / "demo.json").write_text(
        json.dumps({k: v for k, v in json.loads((demo_home / "demo.json").read_text()).items() if k != "filled"})
    )
    tables = (Member, Receipt, Coupon, TopUp, SoldPass, RuleDocument)
    before = [table.objects.count() for table in tables]
    assert shuke("demo", "--fill-only", "--members", MEMBERS).code == 0
    assert [table.objects.count() for table in tables] == before


def test_another_demo_is_not_mixed_in(shuke):
    assert shuke("demo", "--fill-only", "--members", 200).err.startswith("demo.other_demo_here: ")


def test_the_books_of_the_demo_hold(shuke):
    proved = shuke("prove", "--look-only", "--format", "json")
    assert proved.code == 0
    assert proved.json["counts"]["book_posting"] > 0


def test_a_member_is_found_masked(shuke):
    phone = phone_of(0)
    (found,) = shuke("members", "find", phone, "--format", "json").json
    assert found["phone_masked"] == f"{phone[:3]}****{phone[-4:]}"
    assert phone not in json.dumps(found)


def test_nobody_found_is_refused(shuke):
    assert shuke("members", "find", "15499999999").err.startswith("cli.nobody_found: ")


@pytest.mark.parametrize("what", ["tier", "balance", "segment"])
def test_a_member_is_explained(shuke, what):
    explained = shuke("explain", what, phone_of(1), "--format", "json")
    assert explained.code == 0
    assert explained.json["member_id"]
    assert shuke("explain", what, phone_of(1)).code == 0


def test_a_merge_is_previewed_done_and_undone(shuke):
    previewed = shuke("members", "merge", phone_of(2), phone_of(3), "--preview").json
    merged = shuke("members", "merge", phone_of(2), phone_of(3), "--reason", "同一人").json
    undone = shuke("members", "unmerge", merged["merge_id"])
    assert {line["room"] for line in previewed["follows"]} >= {"book", "receipts"}
    assert undone.code == 0


def test_an_erased_member_is_found_no_more(shuke):
    assert shuke("members", "erase", phone_of(4), "--yes").code == 0
    assert shuke("members", "find", phone_of(4)).code == 1


def test_a_report_has_the_promised_shape(shuke):
    taken = shuke("report", "rfm", "--format", "json").json
    assert list(taken) == ["report", "as_of", "view", "store", "columns", "rows", "totals", "rule_version"]
    assert all(len(row) == len(taken["columns"]) for row in taken["rows"])


def test_both_views_sum_to_the_same_sales(shuke):
    sums = {
        view: shuke("report", "sales", "--view", view, "--format", "json").json["totals"]["net_minor"]
        for view in ("owner", "seller")
    }
    assert sums["owner"] == sums["seller"] > 0


def test_a_report_of_one_store_names_it(shuke):
    taken = shuke("report", "sales", "--view", "seller", "--store", "S001", "--format", "json").json
    assert taken["store"] == "S001"
    assert len(taken["rows"]) == 1


def test_csv_table_and_workbook_hold_the_same_rows(shuke, tmp_path):
    told = shuke("report", "sales", "--format", "json").json
    printed = list(csv.reader(io.StringIO(shuke("report", "sales", "--format", "csv").out)))
    book = tmp_path / "sales.xlsx"
    shuke("report", "sales", "--format", "xlsx", "--out", book)
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert printed[0] == told["columns"]
    assert len(printed) == sheet.max_row == len(told["rows"]) + 1
    assert "静安" in shuke("report", "sales").out


def test_an_unknown_report_names_those_there_are(shuke):
    refused = shuke("report", "nothing")
    assert refused.err.startswith("cli.report_unknown: ")
    assert "rfm" in refused.err
    assert "rfm" in [row["report"] for row in shuke("report", "--format", "json").json]


@pytest.mark.parametrize(
    ("argument", "code"), [("nonsense=1", "measures.wrong_parameter"), ("nonsense", "cli.not_a_parameter")]
)
def test_a_wrong_parameter_is_named(shuke, argument, code):
    refused = shuke("report", "rfm", "--param", argument)
    assert refused.err.startswith(f"{code}: ")
    assert "nonsense" in refused.err


def test_a_store_that_is_none_is_named(shuke):
    assert shuke("report", "rfm", "--store", "S999").err.startswith("cli.store_code_unknown: ")


def test_a_workbook_needs_a_file(shuke):
    assert shuke("report", "rfm", "--format", "xlsx").err.startswith("cli.file_needed: ")
