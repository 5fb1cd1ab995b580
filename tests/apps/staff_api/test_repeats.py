"""The same key gets the same answer, and the act is done once; how often somebody may ask is counted exactly."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connections

from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.org.models import Region
from shuke.foundation.org.types import Role, TokenAccess
from shuke.surfaces.staff import limits, replays
from shuke.surfaces.staff.api import TABLE, api
from shuke.surfaces.staff.models import Lookup, RateCount, Replay

pytestmark = pytest.mark.django_db
REGION = {"code": "R9", "name": "西北"}


def test_the_same_key_gets_the_same_answer_and_the_act_is_done_once(signed_in):
    asker = signed_in(Role.HQ)
    answers = [asker.post("/regions", REGION, **{"Idempotency-Key": "k1"}) for _ in range(3)]
    assert len({answer.content for answer in answers}) == 1
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, "true", "true"]
    assert Region.objects.filter(code="R9").count() == 1


def test_kept_answers_hold_ids_and_counts_only():
    """They lie open in the database for thirty days."""
    harmless = {"Made", "Done", "Taken", "Posted", "Erased", "Written", "Moved", "EndedOut"}
    harmless |= {"ToppedUpOut", "RefundOut", "LevelsOut", "TaggedMany"}
    schema = api.get_openapi_schema()
    repeatable = {route.name for route in TABLE if route.idempotent}
    answers = {
        operation["responses"][200]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        for path in schema["paths"].values()
        for operation in path.values()
        if operation["operationId"] in repeatable
    }
    assert answers <= harmless


def test_the_same_key_with_another_body_is_refused_and_writes_nothing(signed_in):
    asker = signed_in(Role.HQ)
    asker.post("/regions", REGION, **{"Idempotency-Key": "k1"})
    answer = asker.post("/regions", {"code": "R10", "name": "东北"}, **{"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "request.key_used_for_another")
    assert not Region.objects.filter(code="R10").exists()


def test_the_same_key_of_another_person_is_another_key(signed_in, with_token):
    for asker in (signed_in(Role.HQ), with_token(TokenAccess.WRITE)):
        asker.post("/regions", {"code": f"R{asker.staff_id}", "name": "x"}, **{"Idempotency-Key": "k1"})
    assert Replay.objects.filter(key="k1").count() == 2


def test_a_refused_act_leaves_its_key_free(signed_in):
    asker = signed_in(Role.HQ)
    asker.post("/regions", REGION)
    key = {"Idempotency-Key": "k1"}
    assert asker.post("/regions", REGION, **key).json()["code"] == "org.code_taken"
    assert asker.post("/regions", {"code": "R10", "name": "东北"}, **key).status_code == 200


def test_a_key_is_kept_for_thirty_days(signed_in, at):
    signed_in(Role.HQ).post("/regions", REGION, **{"Idempotency-Key": "k1"})
    made_at = Replay.objects.get().created_at
    replays.forget(before=made_at + timedelta(days=30))
    assert Replay.objects.count() == 1
    replays.forget(before=made_at + timedelta(days=30, seconds=1))
    assert Replay.objects.count() == 0


def test_an_overlong_key_is_refused(signed_in):
    answer = signed_in(Role.HQ).post("/regions", REGION, **{"Idempotency-Key": "k" * 256})
    assert answer.json()["code"] == "request.key_too_long"


def cashier(number: int) -> Actor:
    return Actor(kind=ActorKind.STAFF, id=number, role="cashier")


def look_up(subject: str, by: Actor, at) -> bool:
    try:
        limits.count_lookup(subject=subject, by=by, at=at)
    except limits.TooManyLookups:
        return False
    return True


def test_a_cashier_who_goes_through_the_phones_is_stopped_after_sixty(at, chain):
    seen = [look_up(f"1380013{number:04d}", cashier(7), at) for number in range(100)]
    assert seen == [True] * 60 + [False] * 40
    told = AuditEntry.objects.filter(action="members.too_many_lookups", subject="staff:7")
    assert told.count() == 1
    assert look_up("13800130000", cashier(7), at), "a member seen already may be looked up again"
    assert look_up("13800139999", cashier(8), at), "another cashier goes on"
    assert look_up("13800139999", cashier(7), at + timedelta(minutes=10, seconds=1))


def test_no_number_is_kept_in_clear(at, chain):
    look_up("13800138000", cashier(7), at)
    assert "13800138000" not in str(Lookup.objects.values().get())


def test_the_till_is_told_when_to_try_again(signed_in):
    asker = signed_in(Role.CASHIER)
    for number in range(60):
        assert asker.get(f"/members/find?text=1380013{number:04d}").json() == {"members": []}
    answer = asker.get("/members/find?text=13900139000")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (
        429,
        "members.too_many_lookups",
        "600",
    )


def test_twenty_phones_a_day_may_be_revealed(signed_in):
    asker = signed_in(Role.GUIDE)
    codes = [asker.post("/members/1/reveal", {"reason": "回访"}).json()["code"] for _ in range(21)]
    assert codes == ["members.no_such_member"] * 20 + ["request.too_often"]


def ask_together(act, times: int) -> list[bool]:
    gate = threading.Barrier(8)

    def one(number: int) -> bool:
        if number < 8:
            gate.wait()
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_calls_are_counted_exactly_by_many_at_once(at):
    rate = limits.Rate("trial", calls=50, seconds=600)

    def call(_: int) -> bool:
        try:
            limits.count(rate, "somebody", at)
        except limits.TooOften:
            return False
        return True

    assert sum(ask_together(call, 80)) == 50


@pytest.mark.django_db(transaction=True)
def test_lookups_are_counted_exactly_by_many_at_once(at):
    assert sum(ask_together(lambda number: look_up(f"{number:011d}", cashier(7), at), 80)) == 60


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_too_many_get_through(at, monkeypatch):
    """On SQLite the transaction itself is the lock, as it lets one writer in: so that is taken away with it."""
    assert all(look_up(f"{number:011d}", cashier(7), at) for number in range(59))
    monkeypatch.setattr(limits.locks, "lock_in_transaction", lambda name: None)
    monkeypatch.setattr(limits, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(limits, "_tell_headquarters", lambda by, at: None)
    monkeypatch.setenv("SHUKE_FAILPOINTS", "staff.lookup_counted=sleep:0.6")
    assert sum(ask_together(lambda number: look_up(f"{number + 59:011d}", cashier(7), at), 8)) > 1


def test_old_counts_are_forgotten(at):
    limits.count(limits.WRITE, "staff:1", at)
    limits.forget(before=at + timedelta(hours=1))
    assert not RateCount.objects.exists()
