"""The bell and the owner's first look: each is told what is theirs to know, once, and what waits for their word."""

from datetime import timedelta

import pytest
from tests.apps.staff_api.conftest import NOW

from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.jobs import operations as jobs
from shuke.foundation.jobs.models import Job
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role
from shuke.ledgers.book.types import member as holder
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value.types import Method, NewTopUp
from shuke.selling.intake.models import ImportRun

pytestmark = pytest.mark.django_db

DRAFT = {"kind": "points.earn", "key": "default", "body": dict(DEFAULT_RULE), "effective_from": "2026-04-01"}
TRIAL = {
    "kind": "points",
    "body": {"points": 2, "per_fen": 100},
    "from_date": "2026-03-01",
    "to_date": "2026-03-11",
}


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def run_of(staff_id: int, state: str, **more) -> ImportRun:
    return ImportRun.objects.create(
        kind="members",
        state=state,
        key=f"{staff_id}{state}",
        mapping={},
        files=[],
        rejects_path="",
        started_by_kind="staff",
        started_by_id=staff_id,
        started_at=NOW - timedelta(hours=1),
        **more,
    )


def told(asker) -> list[tuple[str, str, bool]]:
    answer = asker.get("/notices").json()
    assert answer["unread"] == sum(item["is_new"] for item in answer["items"])
    return [(item["kind"], item["state"], item["is_new"]) for item in answer["items"]]


def matters(asker, query: str = "") -> dict[str, int]:
    return {row["matter"]: row["count"] for row in asker.get(f"/attention{query}").json()}


class TestNotices:
    def test_each_hears_of_her_own_imports_and_how_far_they_are(self, signed_in):
        hq, other = signed_in(Role.HQ), signed_in(Role.HQ, "hq-2")
        run_of(hq.staff_id, "started", accepted=7, rejected=2)
        run_of(hq.staff_id, "failed", finished_at=NOW)

        assert told(hq) == [("import", "failed", True), ("import", "running", False)]
        assert hq.get("/notices").json()["items"][1]["done"] == 9
        assert told(other) == []

    def test_a_simulation_is_told_while_it_waits_and_when_it_is_done(self, signed_in):
        hq = signed_in(Role.HQ)
        hq.post("/simulations", TRIAL)
        assert told(hq) == [("simulation", "running", False)]

        for lease in jobs.claim(worker="w", at=NOW.replace(year=2099), limit=9):
            jobs.run(lease)

        assert told(hq) == [("simulation", "done", True)]

    def test_a_draft_waits_for_everybody_who_may_approve_it_but_its_author(self, signed_in):
        author, second = signed_in(Role.HQ), signed_in(Role.OWNER)
        assert author.post("/rules", DRAFT).status_code == 200

        assert told(author) == []
        assert told(second) == [("rule", "waiting", True)]
        assert told(signed_in(Role.FINANCE)) == []

    def test_a_job_that_gave_up_is_told_to_those_who_watch_over_the_system(self, signed_in):
        Job.objects.create(task="a.b.export", state="dead", run_after=NOW, enqueued_at=NOW, finished_at=NOW)

        assert told(signed_in(Role.AUDITOR)) == [("job", "failed", True)]
        assert told(signed_in(Role.STORE_MANAGER)) == []

    def test_what_was_seen_is_new_no_more_and_what_comes_later_is(self, signed_in):
        hq = signed_in(Role.HQ)
        run_of(hq.staff_id, "done", finished_at=NOW - timedelta(minutes=5))
        seen = (NOW - timedelta(minutes=5)).isoformat()

        assert hq.ask("PUT", "/notices/seen", {"until": seen}).status_code == 200
        assert hq.ask("PUT", "/notices/seen", {"until": "2020-01-01T00:00:00Z"}).status_code == 200
        assert told(hq) == [("import", "done", False)]

        run_of(hq.staff_id, "failed", finished_at=NOW)
        assert told(hq) == [("import", "failed", True), ("import", "done", False)]

    def test_what_was_told_to_the_millisecond_is_seen_as_it_was_told(self, signed_in):
        hq = signed_in(Role.HQ)
        run_of(hq.staff_id, "done", finished_at=NOW - timedelta(minutes=5, microseconds=123))

        hq.ask("PUT", "/notices/seen", {"until": hq.get("/notices").json()["items"][0]["at"]})

        assert told(hq) == [("import", "done", False)]

    def test_nobody_sees_ahead_of_time(self, signed_in):
        hq = signed_in(Role.HQ)
        for until in ("9999-12-31T23:59:59.999999", "0001-01-01T00:00:00+14:00"):
            assert hq.ask("PUT", "/notices/seen", {"until": until}).status_code == 200
        run_of(hq.staff_id, "done", finished_at=NOW + timedelta(seconds=1))

        assert told(hq) == [("import", "done", True)]

    def test_a_moment_that_is_none_is_refused(self, signed_in):
        assert signed_in(Role.HQ).ask("PUT", "/notices/seen", {"until": "soon"}).status_code == 422


class TestAttention:
    def test_only_what_is_not_in_order_and_only_to_whom_it_may_concern(self, signed_in):
        owner, author = signed_in(Role.OWNER), signed_in(Role.HQ)
        assert matters(owner) == {}
        author.post("/rules", DRAFT)
        run_of(author.staff_id, "failed", finished_at=NOW)

        assert matters(owner) == {"drafts": 1, "failed_imports": 1}
        assert matters(author) == {"failed_imports": 1}
        assert matters(signed_in(Role.STORE_MANAGER)) == {}

    def test_a_store_out_of_reach_is_none(self, signed_in, chain):
        manager = signed_in(Role.STORE_MANAGER)

        assert manager.get(f"/attention?store_id={chain.stores['S1']}").status_code == 200
        assert manager.get(f"/attention?store_id={chain.stores['S2']}").json()["code"] == "org.store_unknown"


class TestTakings:
    def test_what_was_paid_in_advance_counts_in_its_store_and_on_its_days(self, signed_in, chain):
        with scopes.everywhere(reason="a member of any store"):
            new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone="13800138000")
            member_id = members.enrol(new=new, by=SYSTEM, at=NOW)
            stored_value.top_up(
                new=NewTopUp(
                    id=ids.new(),
                    holder=holder(member_id),
                    store_id=chain.stores["S1"],
                    paid_minor=50_000,
                    method=Method.CASH,
                ),
                by=SYSTEM,
                at=NOW,
            )
        owner, days = signed_in(Role.OWNER), "from_date=2026-03-10&to_date=2026-03-11"

        whole = owner.get(f"/takings?{days}").json()
        assert (whole["top_ups"], whole["prepaid_minor"], whole["means"]) == (1, 50_000, [])
        assert owner.get(f"/takings?{days}&store_id={chain.stores['S2']}").json()["top_ups"] == 0
        assert owner.get("/takings?from_date=2026-03-11&to_date=2026-03-12").json()["top_ups"] == 0

    def test_a_manager_sees_her_store_alone_and_a_cashier_nothing(self, signed_in, chain):
        days = "from_date=2026-03-10&to_date=2026-03-11"
        manager = signed_in(Role.STORE_MANAGER)

        assert manager.get(f"/takings?{days}&store_id={chain.stores['S2']}").json()["code"] == "org.store_unknown"
        assert signed_in(Role.CASHIER).get(f"/takings?{days}").status_code == 403


def test_figures_on_the_screen_are_not_counted_as_exports_but_files_are(signed_in, monkeypatch):
    counted: list[str] = []
    from shuke.surfaces.staff import limits

    monkeypatch.setattr(limits, "count", lambda rate, *_: counted.append(rate.name))
    owner = signed_in(Role.OWNER)
    owner.get("/liability/custody")
    owner.get("/liability/custody?format=csv")

    assert [name for name in counted if name in ("report", "export")] == ["report", "report", "export"]
