"""A drafted rule is tried through the interface: begun, watched, read, taken away as a file."""

import pytest
from tests.apps.staff_api.conftest import NOW

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt

pytestmark = pytest.mark.django_db

DRAFT = {
    "kind": "points",
    "body": {"points": 2, "per_fen": 100},
    "from_date": "2026-03-01",
    "to_date": "2026-03-11",
}


@pytest.fixture
def two_buyers(chain):
    """Two members who bought for 100 and 300 yuan this morning."""
    with scopes.everywhere(reason="receipts of the whole chain"):
        for nth, yuan in enumerate((100, 300)):
            new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone=f"1380013800{nth}")
            buyer = members.enrol(new=new, by=SYSTEM, at=NOW)
            line = NewLine(None, 1000, yuan * 100, 0, yuan * 100)
            receipt = NewReceipt(f"R{nth}", chain.stores["S1"], NOW, (line,), member_id=buyer)
            sales.record_many(receipts=[receipt], source="till", by=SYSTEM, at=NOW)


def work() -> None:
    for lease in jobs.claim(worker="w", at=NOW.replace(year=2099), limit=9):
        jobs.run(lease)


def test_a_draft_is_begun_watched_read_and_taken_away(signed_in, two_buyers):
    hq = signed_in(Role.HQ)
    started = hq.post("/simulations", DRAFT)
    path = f"/simulations/{started.json()['id']}"
    waiting = hq.get(path).json()
    assert (waiting["state"], waiting["outcome"]) == ("waiting", None)
    assert hq.get(f"{path}/file?table=by_store").json()["code"] == "timemachine.no_such_table"

    work()

    done = hq.get(path).json()
    assert (done["state"], done["done"], done["total"]) == ("done", 2, 2)
    assert (done["outcome"]["old"], done["outcome"]["new"], done["outcome"]["movers_up"]) == (0, 800, 2)
    assert [row["id"] for row in hq.get("/simulations").json()["items"]] == [started.json()["id"]]
    first = hq.get(f"{path}/movers?limit=1&direction=up").json()
    assert [row["after"] for row in first["items"]] == [600]
    then = hq.get(f"{path}/movers?limit=1&direction=up&cursor={first['next']}").json()
    assert ([row["after"] for row in then["items"]], then["next"]) == ([200], None)
    assert b"by_store" not in hq.get(f"{path}/file?table=by_store").content
    assert hq.get(f"{path}/file?format=xlsx").content.startswith(b"PK")
    assert AuditEntry.objects.filter(action="timemachine.export").count() == 2
    assert hq.get(f"{path}/movers?cursor=bm8").status_code == 422


def test_a_trial_is_stopped_and_an_ended_one_is_not(signed_in, two_buyers):
    hq = signed_in(Role.HQ)
    path = f"/simulations/{hq.post('/simulations', DRAFT).json()['id']}"
    assert hq.post(f"{path}/cancellation").status_code == 200
    assert hq.get(path).json()["state"] == "cancelled"
    assert hq.post(f"{path}/cancellation").json()["code"] == "timemachine.not_running"


def test_a_store_that_nobody_knows_is_refused(signed_in, chain):
    answer = signed_in(Role.HQ).post("/simulations", {**DRAFT, "store_id": "5"})
    assert (answer.status_code, answer.json()["field"]) == (404, "store_id")


def test_a_manager_of_one_store_does_not_try_rules(signed_in, chain):
    assert signed_in(Role.STORE_MANAGER).get("/simulations").status_code == 403
