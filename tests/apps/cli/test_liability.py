"""`shuke liability` as a person of finance uses it."""

from datetime import date

import pytest
from tests.apps.liability.conftest import B, C, give, somebody, take

from shuke.surfaces import owed

pytestmark = pytest.mark.django_db
MARCH = ("--from", "2026-03")


@pytest.fixture(autouse=True)
def trade():
    holder = somebody()
    give(holder, "principal", 100_00, date(2026, 3, 4), B)
    take(holder, "principal", 20_00, date(2026, 3, 5), B)
    take(holder, "principal", 30_00, date(2026, 3, 6), C)


def test_rolled_forward_in_each_format(shuke, tmp_path):
    command = ("liability", "roll-forward", "--currency", "principal", *MARCH)
    total = shuke(*command, "--format", "json").json["rows"][-1]
    assert (total["issued"], total["used"], total["closing"]) == (100_00, -50_00, 50_00)
    assert "closing" in shuke(*command).out
    assert shuke(*command, "--format", "csv").out.splitlines()[0].endswith("closing")
    for format_ in ("csv", "xlsx"):
        assert shuke(*command, "--format", format_, "--out", tmp_path / format_).code == 0
        assert (tmp_path / format_).stat().st_size > 0
    assert "cli.file_needed" in shuke(*command, "--format", "xlsx").err


def test_netted_deposited_and_estimated(shuke):
    rows = shuke("liability", "netting", *MARCH, "--format", "json").json["rows"]
    assert sum(row["amount_minor"] for row in rows if row["what"] == "position") == 0
    told = shuke("liability", "custody", "--on", "2026-04-02", "--format", "json").json
    assert told["deposit_minor"] == 10_00
    assert "第二十六条" in shuke("liability", "custody", "--on", "2026-04-02").out
    told = shuke("liability", "breakage", "--currency", "principal", "--month", "2026-04", "--format", "json").json
    assert (told["outstanding"], told["enough"]) == (50_00, False)


def test_what_is_no_month_or_not_owed_is_refused(shuke):
    assert owed.NotAMonth.code in shuke("liability", "netting", "--from", "March").err
    assert owed.TooManyMonths.code in shuke("liability", "netting", "--from", "2001-01", "--to", "2026-01").err
    assert "liability.not_owed" in shuke("liability", "roll-forward", "--currency", "growth", *MARCH).err
