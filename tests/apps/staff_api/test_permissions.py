"""Every operation, by everybody: what a written-down table expects is what the interface does, cell by cell."""

import csv
import re
from pathlib import Path

import pytest

from shuke.foundation.org.types import Role, TokenAccess
from shuke.surfaces.staff.api import api
from shuke.surfaces.staff.declared import TABLE, Route

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
NOBODY_KNOWN = "1"


def expected() -> dict[str, dict[str, str]]:
    with (HERE / "expected_permissions.csv").open(newline="") as file:
        return {row.pop("operation"): row for row in csv.DictReader(file)}


def test_the_table_names_every_operation_and_no_other():
    assert set(expected()) == {route.name for route in TABLE}
    assert len({route.name for route in TABLE}) == len(TABLE)


def test_every_reachable_operation_is_declared():
    declared = {(route.method, route.path) for route in TABLE}
    reachable = {
        (method, operation.path)
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
        for method in operation.methods
    }
    assert reachable == declared


@pytest.fixture
def everybody(signed_in, with_token, nobody):
    """One asker for each column of the table; the tokens belong to HQ operators."""
    askers = {role.value: signed_in(role) for role in Role}
    askers["anonymous"] = nobody
    askers["token_read"] = with_token(TokenAccess.READ)
    askers["token_write"] = with_token(TokenAccess.WRITE)
    return askers


def outcome(asker, route: Route) -> str:
    """Ask for something nobody knows with an empty body: whoever may is told 404 or 422, whoever may not 401 or 403."""
    path = re.sub(r"{\w+}", NOBODY_KNOWN, route.path)
    answer = asker.ask(route.method, path, {} if route.method in {"POST", "PUT", "PATCH"} else None)
    assert answer.status_code < 500, (route, answer.content)
    if answer.status_code in {401, 403}:
        code = answer.json()["code"]
        assert code in {
            "auth.not_signed_in",
            "auth.not_allowed",
            "auth.not_for_programs",
            "auth.token_only_reads",
        }, (route, code)
        return "-"
    return "+"


def test_each_cell_is_as_expected(everybody):
    sessions = {name: dict(asker.client.cookies) for name, asker in everybody.items()}
    wrong = []
    for route in TABLE:
        if route.name == "sign_out":
            continue
        for who, cell in expected()[route.name].items():
            everybody[who].client.cookies.load({key: morsel.value for key, morsel in sessions[who].items()})
            seen = outcome(everybody[who], route)
            if seen != cell:
                wrong.append(f"{route.name} by {who}: expected {cell}, seen {seen}")
    assert wrong == []


def test_signing_out_is_as_expected(everybody):
    route = next(route for route in TABLE if route.name == "sign_out")
    assert {who: outcome(everybody[who], route) for who in everybody} == expected()["sign_out"]
