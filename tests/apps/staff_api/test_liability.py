"""Finance asks what is owed, who pays whom and what is deposited."""

import re
from datetime import date

import pytest
from tests.apps.liability.conftest import give, somebody, take

from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db
MARCH = "from_month=2026-03&to_month=2026-03"


@pytest.fixture
def finance(signed_in, chain):
    """Somebody of finance; top-up 100 at S1, spent 20 there and 30 at F1."""
    holder = somebody()
    give(holder, "principal", 100_00, date(2026, 3, 4), chain.stores["S1"])
    take(holder, "principal", 20_00, date(2026, 3, 5), chain.stores["S1"])
    take(holder, "principal", 30_00, date(2026, 3, 6), chain.stores["F1"])
    return signed_in(Role.FINANCE)


def test_a_month_is_rolled_forward_by_store(finance):
    told = finance.get(f"/liability/roll-forward?currency=principal&{MARCH}").json()
    assert [(row["month"], row["store"], row["issued"], row["used"], row["closing"]) for row in told["rows"]] == [
        ("2026-03", "S1", 100_00, -50_00, 50_00),
        (None, None, 100_00, -50_00, 50_00),
    ]


def test_netting_tells_who_pays_whom(finance):
    told = finance.get(f"/liability/netting?{MARCH}").json()
    assert {(row["what"], row["party"], row["to"], row["amount_minor"]) for row in told["rows"]} == {
        ("payment", "pool", "store:F1", 30_00),
        ("payment", "store:S1", "pool", 80_00),
        ("position", "pool", None, 50_00),
        ("position", "store:S1", None, -80_00),
        ("position", "store:F1", None, 30_00),
    }


def test_custody_names_its_articles(finance):
    told = finance.get("/liability/custody?on=2026-04-02").json()
    assert (told["quarter_balance_minor"], told["deposit_minor"], told["state"]) == (50_00, 10_00, "unknown")
    assert "第二十六条" in told["articles"][0]


def test_breakage_without_history_takes_nothing(finance):
    told = finance.get("/liability/breakage?currency=principal&month=2026-04").json()
    assert (told["outstanding"], told["never_used"], told["enough"], told["rows"]) == (50_00, 0, False, [])


ALL = [
    f"roll-forward?currency=principal&{MARCH}",
    f"netting?{MARCH}",
    "breakage?currency=principal&month=2026-04",
    "custody?on=2026-04-02",
]


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize(("format_", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_a_file_is_taken_away_with_an_audit_entry(finance, path, format_, starts):
    answer = finance.get(f"/liability/{path}&format={format_}")
    assert answer.content.startswith(starts)
    [entry] = AuditEntry.objects.filter(action="liability.export")
    assert path.startswith(entry.subject)


@pytest.mark.parametrize("path", ALL)
def test_a_file_is_for_those_alone_who_may_see_what_is_owed(finance, signed_in, path):
    for role in (Role.STORE_MANAGER, Role.CASHIER, Role.GUIDE):
        assert signed_in(role).get(f"/liability/{path}&format=csv").status_code == 403
    assert AuditEntry.objects.filter(action="liability.export").count() == 0


def test_a_file_tells_what_the_screen_tells_by_its_names(finance):
    for path, zh, en in (
        ("custody?on=2026-04-02", "应存管 (元),10", "To be deposited (yuan),10"),
        (ALL[2], "未用 (元),50", "Unused (yuan),50"),
    ):
        for language, fact in (("zh", zh), ("en", en)):
            told = finance.get(f"/liability/{path}&format=csv&language={language}").content.decode("utf-8-sig")
            assert fact in told.replace('"', "")
            assert not re.search(r"[a-z]_[a-z]", told.replace("__exported_by__", ""))


def test_only_amounts_of_money_become_yuan(finance):
    told = finance.get("/liability/breakage?currency=principal&format=csv").content.decode("utf-8-sig")
    assert "未用 (元)" in told
    assert "沉淀率 (‰)," in told
    assert "依据的月数," in told


def test_wrong_spans_are_refused_by_name(finance):
    wrong = {
        "from_month=2026-03&to_month=2026-02": "liability.not_a_span",
        "from_month=2020-01&to_month=2026-02": "liability.too_many_months",
    }
    for span, code in wrong.items():
        assert finance.get(f"/liability/netting?{span}").json()["code"] == code
    assert finance.get("/liability/netting?from_month=2026-13").status_code == 422
