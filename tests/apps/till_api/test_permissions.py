"""Who may ask what at a till: every route by every role, at a device and by a program, as this table says."""

import re
from typing import Any

import pytest
from tests.apps.till_api.conftest import OPENED, PIN, MakeTill, Till

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as org_queries
from shuke.foundation.org.types import Role, StoreRow, TokenAccess
from shuke.selling.tills import operations as tills
from shuke.surfaces.till.api import TABLE
from shuke.surfaces.till.routes import TillRoute

pytestmark = pytest.mark.django_db

ANYBODY = "owner hq regional store_manager guide cashier finance auditor"
SELLING = "owner hq regional store_manager guide cashier"
RINGING = "owner hq store_manager cashier"
LEADING = "owner hq store_manager"
# route → who; "device": nobody needs to sit there; "seat": a program may not; "shift": one must be open at a device
EXPECTED: dict[str, tuple[str, str]] = {
    "enrol": (ANYBODY, "nothing"),
    "sign_on": (ANYBODY, "device"),
    "who_is_on": (ANYBODY, "device"),
    "sign_off": (SELLING, "seat"),
    "find_member": (SELLING, ""),
    "quote": (SELLING, ""),
    "see_order": (SELLING, ""),
    "list_orders": (SELLING, ""),
    "list_waiting": (SELLING, ""),
    "see_returnable": (SELLING, ""),
    "find_returnable": (SELLING, ""),
    "see_payment": (SELLING, ""),
    "park": (RINGING, ""),
    "check_out": (RINGING, "shift"),
    "place": (RINGING, "shift"),
    "pick_up": (RINGING, "shift"),
    "cancel": (RINGING, "shift"),
    "take_back": (RINGING, "shift"),
    "exchange": (RINGING, "shift"),
    "approve": (LEADING, ""),
    "ask_for_money": (RINGING, ""),
    "follow_payment": (RINGING, ""),
    "cancel_payment": (RINGING, ""),
    "top_up": (RINGING, "shift"),
    "sell_pass": (RINGING, "shift"),
    "sell_membership_card": (RINGING, "shift"),
    "open_shift": (RINGING, "seat"),
    "see_open_shift": (RINGING, "seat"),
    "move_cash": (RINGING, "seat shift"),
    "see_report": (RINGING, "seat"),
    "cash_up": (RINGING, "seat"),
}
KEPT_OUT = {"till.nobody", "till.not_allowed", "till.seat_needed", "tills.seat_unknown", "tills.no_shift"}


def refused_at_the_gate(till: Till, route: TillRoute) -> str:
    """Ask with nothing that could be done; return the code with which the gate refuses, or nothing."""
    path = re.sub(r"{\w+}", "7", route.path)
    answer = till.get(path) if route.method == "GET" else till.ask(route.method, path, {})
    code = answer.json()["code"] if answer.status_code >= 400 else ""
    return code if code in KEPT_OUT else ""


def expected(route: TillRoute, role: Role, by_program: bool) -> str:
    roles, needs = EXPECTED[route.name]
    if needs == "nothing":
        return ""
    if by_program and needs == "device":
        return "till.nobody"
    if by_program and "seat" in needs:
        return "till.seat_needed"
    if needs == "device":
        return ""
    if role.value not in roles.split():
        return "till.not_allowed"
    return "tills.no_shift" if "shift" in needs and not by_program else ""


def test_the_table_names_every_route() -> None:
    assert {route.name for route in TABLE} == set(EXPECTED)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REGIONAL])
def test_every_route_at_a_device_and_by_a_program(role: Role, counter_of: MakeTill, till_of: MakeTill) -> None:
    by_seat = counter_of(role)
    token = till_of(role, store="" if role in {Role.OWNER, Role.HQ, Role.FINANCE, Role.AUDITOR} else "S1")
    token.store = "S1"

    def asked(till: Till, by_program: bool) -> dict[str, tuple[str, str]]:
        routes = [route for route in TABLE if route.name != "sign_off"]
        seen = {route.name: (refused_at_the_gate(till, route), expected(route, role, by_program)) for route in routes}
        return {name: pair for name, pair in seen.items() if pair[0] != pair[1]}

    assert asked(token, by_program=True) == {}
    assert asked(by_seat, by_program=False) == {}


def test_a_regional_manager_looks_in_every_store_of_the_region(counter: Till, stores: dict[str, int]) -> None:
    org.upsert_stores(rows=[StoreRow("S1", "人民路店", region="华东")], by=SYSTEM, at=OPENED)
    staff_id = org.hire(code="r1", name="区域经理", by=SYSTEM, at=OPENED)
    region_id = org_queries.regions()[0].id
    org.grant(staff_id=staff_id, role=Role.REGIONAL, store_id=None, region_id=region_id, by=SYSTEM, at=OPENED)
    tills.set_pin(staff_id=staff_id, pin=PIN, by=SYSTEM, at=clock.now())
    counter.seat = counter.post("/seats", {"staff_code": "r1", "pin": PIN}).json()["seat"]

    assert counter.get("/waiting").json() == []
    assert counter.post("/shifts", {"id": "7", "float_minor": 0}).json()["code"] == "till.not_allowed"


def test_a_token_that_reads_changes_nothing(till_of: MakeTill) -> None:
    reader = till_of(Role.STORE_MANAGER, access=TokenAccess.READ)
    writes = [route for route in TABLE if route.rule.writes and route.rule.by.value == "person"]

    assert {refused_at_the_gate(reader, route) for route in writes} == {"till.nobody"}


def test_nobody_gets_nowhere(till: Till, basket: Any) -> None:
    routes = [route for route in TABLE if route.name != "enrol"]
    assert {refused_at_the_gate(Till(), route) for route in routes} <= {"till.nobody", "till.seat_needed"}
    assert "" not in {refused_at_the_gate(Till(), route) for route in routes}
