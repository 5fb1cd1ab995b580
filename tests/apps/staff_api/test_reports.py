"""Reports are taken through one door, narrowed to a store in reach."""

import pytest

from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.SHUKE_HOME = tmp_path


def test_every_report_is_listed_with_its_parameters(signed_in):
    reports = signed_in(Role.FINANCE).get("/reports").json()
    assert {"name", "zh", "en", "params"} <= set(reports[0])
    assert len({report["name"] for report in reports}) == len(reports) > 10


def test_a_manager_gets_the_own_store_and_no_other(signed_in, chain):
    manager = signed_in(Role.STORE_MANAGER)
    name = signed_in(Role.OWNER).get("/reports").json()[0]["name"]
    taken = manager.get(f"/reports/{name}")
    assert taken.json()["store"] == str(chain.stores["S1"])
    assert manager.get(f"/reports/{name}?store_id={chain.stores['S2']}").json()["code"] == "org.store_unknown"


def test_whoever_has_several_stores_names_one(signed_in, chain):
    region = chain.regions["华南"]
    regional = signed_in(Role.REGIONAL, region_id=region)
    name = regional.get("/reports").json()[0]["name"]
    assert regional.get(f"/reports/{name}").json()["code"] == "reports.store_needed"
    assert regional.get(f"/reports/{name}?store_id={chain.stores['S2']}").status_code == 200


@pytest.mark.parametrize(("format_", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_a_file_is_taken_away_with_an_audit_entry(signed_in, format_, starts):
    owner = signed_in(Role.OWNER)
    name = owner.get("/reports").json()[0]["name"]
    answer = owner.get(f"/reports/{name}?format={format_}")
    assert answer.status_code == 200
    assert answer.content.startswith(starts)
    assert AuditEntry.objects.filter(action="reports.export", subject=f"report:{name}").count() == 1


def test_wrong_questions_are_refused_by_name(signed_in):
    owner = signed_in(Role.OWNER)
    name = owner.get("/reports").json()[0]["name"]
    assert owner.get("/reports/nothing").json()["code"] == "measures.unknown"
    assert owner.get(f"/reports/{name}?param=nothing=1").json()["code"] == "measures.wrong_parameter"
    assert (
        owner.get(f"/reports/{name}?from_date=2026-02-01&to_date=2026-01-01").json()["code"] == "measures.wrong_period"
    )
