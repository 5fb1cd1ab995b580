"""Two people act at the same moment. Each race has a control: without the guard the test would fail."""

import threading
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db.migrations.state import ProjectState

from shuke.foundation.members import operations as members
from shuke.foundation.members.acts import enrolment, merging, ownership
from shuke.foundation.members.models import Identity, Member, Ownership
from shuke.foundation.members.triggers import OneOwnerADay
from shuke.foundation.members.types import NewMember
from shuke.foundation.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts) -> list[object]:
    """Run the acts at once and return what each gave or how it was refused."""
    answers: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place, act) -> None:
        connection.ensure_connection()
        gate.wait()
        try:
            answers[place] = act()
        except (Refusal, DatabaseError) as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def without_lock(member_id, at, *_):
    return Member.everyone.get(pk=member_id)


def test_one_phone_at_four_tills_is_one_member(stores, clerk, at, monkeypatch):
    monkeypatch.setenv("SHUKE_FAILPOINTS", "members.enrol_looked=sleep:0.2")
    new = NewMember(stores["S1"], "till", phone="13812345678")

    answers = together(*[lambda: members.enrol(new=new, by=clerk, at=at)] * 4)

    assert len(set(answers)) == 1
    assert (Member.everyone.count(), Identity.objects.count()) == (1, 1)


@contextmanager
def without_the_unique_key():
    """Let two members have one phone; what was written meanwhile goes before the key returns."""
    rules = Identity._meta.constraints
    [one_member] = [rule for rule in rules if rule.name == "members_identity_one_member"]
    # SQLite makes the table anew, as the model is now
    Identity._meta.constraints = [rule for rule in rules if rule is not one_member]
    with connection.schema_editor() as schema:
        schema.remove_constraint(Identity, one_member)
    try:
        yield
    finally:
        Identity._meta.constraints = rules
        Identity.objects.all().delete()
        with connection.schema_editor() as schema:
            schema.add_constraint(Identity, one_member)


def test_control_without_the_unique_key_there_would_be_four(stores, clerk, at, monkeypatch):
    """SQLite's one writer at a time is a lock, too: here nobody opens a transaction, and all look before one writes."""
    new = NewMember(stores["S1"], "till", phone="13812345678")
    four_have_looked = threading.Barrier(4)
    monkeypatch.setattr(enrolment, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(enrolment.failpoints, "hit", lambda _: four_have_looked.wait(30))
    monkeypatch.setattr(enrolment.outbox, "emit", lambda *_, **__: None)
    monkeypatch.setattr(enrolment.audit, "record", lambda **_: None)
    with without_the_unique_key():
        answers = together(*[lambda: members.enrol.__wrapped__(new=new, by=clerk, at=at)] * 4)
        assert len(set(answers)) == Member.everyone.count() == 4


def crossed_merges(enrol, clerk, at) -> list[object]:
    one, other = enrol("13800000001"), enrol("13800000002")
    return together(
        lambda: members.merge(survivor_id=one, merged_id=other, by=clerk, at=at),
        lambda: members.merge(survivor_id=other, merged_id=one, by=clerk, at=at),
    )


def test_two_merges_the_opposite_ways_are_one_merge(enrol, clerk, at, monkeypatch):
    monkeypatch.setenv("SHUKE_FAILPOINTS", "members.merge_held=sleep:0.2")
    answers = crossed_merges(enrol, clerk, at)
    assert sorted(type(answer).__name__ for answer in answers) == ["NotInThisStatus", "int"]
    assert Member.everyone.filter(survivor__isnull=False).count() == 1


def test_control_without_the_lock_both_vanish_into_each_other_or_the_table_stops_them(enrol, clerk, at, monkeypatch):
    """SQLite's one writer at a time is a lock, too: here neither opens a transaction before both have looked."""
    both_have_looked = threading.Barrier(2)
    monkeypatch.setattr(members, "merge", merging.merge.__wrapped__)
    monkeypatch.setattr(merging, "hold", without_lock)
    monkeypatch.setattr(merging.failpoints, "hit", lambda at: at == "members.merge_held" and both_have_looked.wait(30))
    monkeypatch.setattr(merging.outbox, "emit", lambda *_, **__: None)
    monkeypatch.setattr(merging.audit, "record", lambda **_: None)
    answers = crossed_merges(enrol, clerk, at)
    assert "NotInThisStatus" not in {type(answer).__name__ for answer in answers}, "one was refused by its rule"
    both = Member.everyone.filter(survivor__isnull=False).count() == 2
    assert both or IntegrityError in map(type, answers), "only the table's own constraint may have kept one of them"


def hand_over(member_id, stores, clerk, at):
    return [
        lambda store=store: members.reassign(
            member_id=member_id, store_id=store, from_date=at.date().replace(day=20), reason="", by=clerk, at=at
        )
        for store in (stores["S2"], stores["F1"])
    ]


def open_owners(member_id) -> int:
    return Ownership.objects.filter(member=member_id, to_date__isnull=True).count()


def test_two_hand_overs_at_once_leave_one_owner(enrol, stores, clerk, at, monkeypatch):
    monkeypatch.setenv("SHUKE_FAILPOINTS", "members.owner_looked=sleep:0.2")
    member_id = enrol()
    assert together(*hand_over(member_id, stores, clerk, at)) == [None, None]
    assert Ownership.objects.filter(member=member_id).count() == 2
    assert open_owners(member_id) == 1


def let_go(monkeypatch) -> None:
    """Let hand-overs hold no member and, as SQLite's one writer at a time is a lock too, open no transaction.

    Neither writes before both have looked.
    """
    both_have_looked = threading.Barrier(2)
    monkeypatch.setattr(members, "reassign", ownership.reassign.__wrapped__)
    monkeypatch.setattr(ownership, "hold", without_lock)
    monkeypatch.setattr(ownership.outbox, "emit", lambda *_, **__: None)
    monkeypatch.setattr(ownership.audit, "record", lambda **_: None)
    monkeypatch.setattr(ownership.failpoints, "hit", lambda _: both_have_looked.wait(30))


@contextmanager
def guards_lifted():
    """Take the database's own guards of ownership away; what was written meanwhile goes before they return."""
    [one_open] = [rule for rule in Ownership._meta.constraints if rule.name == "members_ownership_one_open"]
    with connection.schema_editor() as schema:
        OneOwnerADay().database_backwards("members", schema, ProjectState(), ProjectState())
        schema.remove_constraint(Ownership, one_open)
    try:
        yield
    finally:
        Ownership.objects.all().delete()
        with connection.schema_editor() as schema:
            OneOwnerADay().database_forwards("members", schema, ProjectState(), ProjectState())
            schema.add_constraint(Ownership, one_open)


def test_even_without_the_lock_the_database_keeps_one_owner(enrol, stores, clerk, at, monkeypatch):
    member_id = enrol()
    let_go(monkeypatch)
    answers = together(*hand_over(member_id, stores, clerk, at))
    assert sorted(type(answer).__name__ for answer in answers) == ["IntegrityError", "NoneType"]
    assert open_owners(member_id) == 1


def test_control_without_lock_and_guards_a_member_has_two_owners(enrol, stores, clerk, at, monkeypatch):
    member_id = enrol()
    let_go(monkeypatch)
    with guards_lifted():
        assert together(*hand_over(member_id, stores, clerk, at)) == [None, None]
        assert open_owners(member_id) == 2
