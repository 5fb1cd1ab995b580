"""The plain pages, and the interface's description of itself."""

import json
import re

import pytest

from shuke.foundation.org.types import Role
from shuke.foundation.refusals import Refusal
from shuke.surfaces.staff.areas_table import AREAS
from shuke.surfaces.staff.declared import TABLE

pytestmark = pytest.mark.django_db


def test_the_bare_address_leads_to_the_console(client):
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/console/")


@pytest.mark.parametrize("path", ["/console/", "/api/staff/docs"])
def test_pages_fetch_nothing_from_elsewhere(client, path):
    page = client.get(path).content.decode()
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]+", page) == []


def test_watchdogs_get_an_answer(client):
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json() == {"ready": True, "database": True, "migrations_waiting": 0}


def test_a_database_that_is_behind_is_not_ready(client, monkeypatch):
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("org", "0002")])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)


def test_the_description_lists_every_refusal_and_every_problem_answer(client):
    schema = json.loads(client.get("/api/staff/openapi.json").content)
    listed = {refusal["code"] for refusal in schema["x-refusals"]}
    own = {kind.code for kind in Refusal.all() if kind.__module__.startswith("shuke.")}
    assert own <= listed
    assert all(refusal["zh"] and refusal["en"] for refusal in schema["x-refusals"])
    for path in schema["paths"].values():
        for operation in path.values():
            assert {"400", "401", "403", "404", "409", "422", "429"} <= set(operation["responses"])
            assert operation["x-rule"]["rule"]


def test_two_refusals_never_share_a_code():
    kinds = [kind for kind in Refusal.all() if kind.__module__.startswith("shuke.")]
    by_code: dict[str, set[str]] = {}
    for kind in kinds:
        by_code.setdefault(kind.code, set()).add(f"{kind.__module__}.{kind.__name__}")
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}


def test_every_list_is_a_page_of_at_most_two_hundred(signed_in):
    asker = signed_in(Role.OWNER)
    paged = [route for route in TABLE if route.method == "GET" and route.name.startswith("list_")]
    assert len(paged) > 10
    for route in paged:
        path = re.sub(r"{\w+}", "1", route.path)
        assert asker.get(f"{path}?limit=201&store_id=1").status_code in {200, 404, 422}
        assert asker.get(f"{path}?cursor=%21%21&store_id=1").status_code in {200, 404, 422}


def test_pages_follow_each_other_without_gap(signed_in):
    asker = signed_in(Role.OWNER)
    for number in range(25):
        asker.post("/regions", {"code": f"R{number:02d}", "name": "区"})
    codes, cursor = [], ""
    while cursor is not None:
        answer = asker.get(f"/regions?limit=10&cursor={cursor}").json()
        codes += [row["code"] for row in answer["items"]]
        cursor = answer["next"]
    assert codes == sorted(set(codes))
    assert len([code for code in codes if code.startswith("R")]) == 25


def test_deeply_nested_json_is_refused(signed_in):
    asker = signed_in(Role.OWNER)
    body = "[" * 10_000 + "]" * 10_000
    answer = asker.client.post("/api/staff/regions", body, content_type="application/json")
    assert answer.json()["code"] == "request.unreadable"


def test_a_body_above_one_mebibyte_is_refused(signed_in):
    asker = signed_in(Role.OWNER)
    answer = asker.post("/regions", {"code": "x", "name": "y" * 1_100_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


def test_a_fault_of_ours_is_told_without_its_details(signed_in, monkeypatch):
    from shuke.foundation.org import queries

    asker = signed_in(Role.OWNER)
    asker.client.raise_request_exception = False
    monkeypatch.setattr(queries, "chain", lambda: 1 / 0)
    answer = asker.get("/chain")
    assert (answer.status_code, answer.json()["code"]) == (500, "server.fault")
    assert "ZeroDivision" not in answer.content.decode()


def test_every_area_is_bound():
    assert len({id(area) for area in AREAS}) == len(AREAS) >= 10


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("DELETE", "/me/tokens/1", "org.token_unknown"),
        ("DELETE", "/grants/1", "org.grant_unknown"),
        ("GET", "/staff/1", "org.staff_unknown"),
        ("GET", "/stores/1", "org.store_unknown"),
        ("GET", "/receipts/1", "request.not_found"),
        ("GET", "/regions?cursor=%21", "request.invalid_cursor"),
        ("GET", "/regions?limit=201", "request.invalid"),
    ],
)
def test_what_is_not_there_or_not_right_is_refused_by_name(signed_in, method, path, code):
    assert signed_in(Role.OWNER).ask(method, path).json()["code"] == code
