"""A rule is proposed by one, approved by another, and holds from its date."""

from datetime import date, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries, types

OWNER = Actor(ActorKind.STAFF, 1, "owner")
MANAGER = Actor(ActorKind.STAFF, 2, "manager")


class Discount(BaseModel):
    percent: int


types.register("test.discount", Discount)


def proposed(percent: int, day: date, at: datetime) -> int:
    return rulebook.propose(kind="test.discount", body={"percent": percent}, effective_from=day, by=OWNER, at=at)


@pytest.mark.django_db
class TestRule:
    def test_it_holds_from_its_date_until_the_next(self, at: datetime) -> None:
        for percent, day in [(5, date(2026, 1, 1)), (8, date(2026, 4, 1))]:
            rulebook.approve(version_id=proposed(percent, day, at), by=MANAGER, at=at)

        held = [
            queries.in_force("test.discount", on=day).body["percent"] for day in (date(2026, 3, 31), date(2026, 4, 1))
        ]

        assert held == [5, 8]

    def test_a_draft_is_not_in_force(self, at: datetime) -> None:
        proposed(5, date(2026, 1, 1), at)

        with pytest.raises(queries.NoRuleInForce):
            queries.in_force("test.discount", on=date(2026, 2, 1))

    def test_nobody_approves_his_own(self, at: datetime) -> None:
        version = proposed(5, date(2026, 1, 1), at)

        with pytest.raises(rulebook.NeedsSecondPerson):
            rulebook.approve(version_id=version, by=OWNER, at=at)

    def test_it_is_approved_once(self, at: datetime) -> None:
        version = proposed(5, date(2026, 1, 1), at)
        rulebook.approve(version_id=version, by=MANAGER, at=at)

        with pytest.raises(rulebook.AlreadyApproved):
            rulebook.approve(version_id=version, by=MANAGER, at=at)

    def test_it_cannot_reach_behind_the_latest(self, at: datetime) -> None:
        rulebook.approve(version_id=proposed(5, date(2026, 4, 1), at), by=MANAGER, at=at)
        early = proposed(9, date(2026, 3, 1), at)

        with pytest.raises(rulebook.TakesEffectInThePast):
            rulebook.approve(version_id=early, by=MANAGER, at=at)

    def test_nonsense_is_refused_where_it_stands(self, at: datetime) -> None:
        with pytest.raises(rulebook.InvalidRule) as caught:
            rulebook.propose(
                kind="test.discount", body={"percent": "many"}, effective_from=date(2026, 1, 1), by=OWNER, at=at
            )

        assert caught.value.details["place"] == "percent"

    def test_an_unknown_kind_is_refused(self, at: datetime) -> None:
        with pytest.raises(types.UnknownRuleKind):
            rulebook.propose(kind="test.none", body={}, effective_from=date(2026, 1, 1), by=SYSTEM, at=at)

    def test_a_version_that_is_not_there_is_refused(self, at: datetime) -> None:
        with pytest.raises(rulebook.NoSuchRule):
            rulebook.approve(version_id=1, by=SYSTEM, at=at)


@pytest.mark.django_db
class TestOneReading:
    def test_every_rule_is_asked_for_once_in_a_process(self, at: datetime, django_assert_num_queries: Any) -> None:
        rulebook.approve(version_id=proposed(5, date(2026, 1, 1), at), by=MANAGER, at=at)
        with queries.one_reading():
            queries.in_force("test.discount", on=date(2026, 2, 1))

        with django_assert_num_queries(1), queries.one_reading():
            versions = queries.approved_versions("test.discount")
            assert queries.in_force("test.discount", on=date(2026, 2, 1)) in versions
            assert queries.document(versions[0], Discount) is queries.document(versions[0], Discount)

    def test_the_next_reading_sees_what_was_approved_meanwhile(self, at: datetime) -> None:
        rulebook.approve(version_id=proposed(5, date(2026, 1, 1), at), by=MANAGER, at=at)
        with queries.one_reading():
            before = queries.in_force("test.discount", on=date(2026, 4, 1)).body["percent"]
        rulebook.approve(version_id=proposed(8, date(2026, 4, 1), at), by=MANAGER, at=at)
        with queries.one_reading():
            after = queries.in_force("test.discount", on=date(2026, 4, 1)).body["percent"]

        assert (before, after) == (5, 8)
