"""How far each role reaches: the own object, one of the same store, of another store, of another legal entity."""

import csv
from pathlib import Path

import pytest
from django.db import transaction

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role
from shuke.surfaces.staff.declared import TABLE, Route

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
RELATIONS = ("own", "same_store", "other_store", "other_entity")


def expected() -> dict[tuple[str, str], dict[str, str]]:
    with (HERE / "expected_reach.csv").open(newline="") as file:
        return {(row.pop("object"), row.pop("role")): row for row in csv.DictReader(file)}


@pytest.fixture
def members_of(chain, person, at):
    guide = person(Role.GUIDE, "guide-of-own")
    where = {
        "own": ("S1", guide),
        "same_store": ("S1", None),
        "other_store": ("S2", None),
        "other_entity": ("F1", None),
    }
    return {
        relation: members.enrol(
            new=NewMember(
                store_id=chain.stores[store], source=Source.TILL, phone=f"1380013800{number}", guide_id=guide_id
            ),
            by=SYSTEM,
            at=at,
        )
        for number, (relation, (store, guide_id)) in enumerate(where.items())
    }


@pytest.fixture
def stores_of(chain):
    stores = chain.stores
    return {"own": stores["S1"], "same_store": stores["S1"], "other_store": stores["S2"], "other_entity": stores["F1"]}


@pytest.fixture
def staff_of(chain, at):
    def guide(code: str, store: str) -> int:
        staff_id = org.hire(code=code, name=code, by=SYSTEM, at=at)
        org.grant(staff_id=staff_id, role=Role.GUIDE, store_id=chain.stores[store], by=SYSTEM, at=at)
        return staff_id

    return {
        "own": guide("a", "S1"),
        "same_store": guide("b", "S1"),
        "other_store": guide("c", "S2"),
        "other_entity": guide("d", "F1"),
    }


def valid_body(route: Route, chain) -> object:
    """A body with which an operation on an object gets as far as the object."""
    reason = "顾客要求"
    home = str(chain.stores["S1"])
    bodies = {
        "change_store": {"name": "新名"},
        "give_login": {"username": "fresh.login"},
        "grant": {"role": "guide", "store_id": home},
        "update_profile": {"values": {"name": "王小明"}},
        "decide": {"consents": [{"purpose": "marketing", "decision": "granted"}]},
        "reassign": {"store_id": home, "from_date": "2026-12-01", "reason": reason},
        "reveal": {"reason": reason},
        "erase": {"reason": reason},
        "adjust_points": {"points": 10, "reason": reason},
    }
    return bodies.get(route.name, {} if route.is_write else None)


def ask(asker, route: Route, kind: str, object_id: int, chain):
    path = route.path.replace(f"{{{kind}_id}}", str(object_id))
    return asker.ask(route.method, path, valid_body(route, chain))


def check(kind: str, objects: dict[str, int], signed_in, chain) -> None:
    wrong, silent = [], []
    routes = [route for route in TABLE if f"{{{kind}_id}}" in route.path]
    for role in Role:
        asker = signed_in(role)
        for route in (route for route in routes if role in route.rule.roles):
            for relation in RELATIONS:
                with transaction.atomic():
                    entries = AuditEntry.objects.count()
                    answer = ask(asker, route, kind, objects[relation], chain)
                    written = AuditEntry.objects.count() - entries
                    transaction.set_rollback(True)
                assert answer.status_code < 500
                seen = "-" if answer.status_code == 404 else "+"
                assert seen == "-" or answer.status_code == 200, (route.name, answer.content)
                if seen != expected()[kind, role.value][relation]:
                    wrong.append(f"{route.name} by {role.value} on {relation}: seen {seen}")
                if seen == "+" and route.audited and not written:
                    silent.append(f"{route.name} by {role.value}")
    assert wrong == []
    assert silent == []


def test_members_are_reached_as_expected_and_audited_acts_leave_an_entry(signed_in, chain, members_of):
    check("member", members_of, signed_in, chain)


def test_stores_are_reached_as_expected(signed_in, chain, stores_of):
    check("store", stores_of, signed_in, chain)


def test_staff_are_reached_as_expected(signed_in, chain, staff_of):
    check("staff", staff_of, signed_in, chain)


def test_lists_hold_what_is_in_reach_only(signed_in, chain, members_of, staff_of):
    manager = signed_in(Role.STORE_MANAGER)
    assert [store["code"] for store in manager.get("/stores").json()["items"]] == ["S1"]
    assert {"c", "d"}.isdisjoint(person["code"] for person in manager.get("/staff").json()["items"])
    assert manager.get(f"/members?store_id={chain.stores['F1']}").status_code == 404
    assert manager.get("/members/find?text=13800138003").json() == {"members": []}
    found = manager.get("/members/find?text=13800138002").json()["members"]
    assert [row["phone_masked"] for row in found] == ["138****8002"]
