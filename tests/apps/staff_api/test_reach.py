"""What lies out of reach is not shown in lists either; each single object stands in the matrix."""

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db


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


def test_lists_hold_what_is_in_reach_only(signed_in, chain, members_of, staff_of):
    manager = signed_in(Role.STORE_MANAGER)
    assert [store["code"] for store in manager.get("/stores").json()["items"]] == ["S1"]
    assert {"c", "d"}.isdisjoint(person["code"] for person in manager.get("/staff").json()["items"])
    assert manager.get(f"/members?store_id={chain.stores['F1']}").status_code == 404
    assert manager.get("/members/find?text=13800138003").json() == {"members": []}
    found = manager.get("/members/find?text=13800138002").json()["members"]
    assert [row["phone_masked"] for row in found] == ["138****8002"]
