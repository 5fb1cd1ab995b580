from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit import queries as audit
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import Ownership
from shuke.foundation.members.types import OwnershipBasis, Served
from shuke.foundation.rulebook import operations as rulebook

DAY = date(2026, 3, 10)


@pytest.fixture
def rule(db, at):
    def rule(basis: OwnershipBasis) -> int:
        version = rulebook.propose(
            kind="members.ownership", body={"basis": basis}, effective_from=DAY, by=SYSTEM, at=at
        )
        rulebook.approve(version_id=version, by=SYSTEM, at=at)
        return version

    return rule


def test_a_member_belongs_to_the_store_that_opened_the_account(enrol, stores, guide):
    member_id = enrol(guide_id=guide)
    owner = queries.owner_at(member_id, DAY)
    assert (owner.store_id, owner.guide_id, owner.from_date) == (stores["S1"], guide, DAY)
    assert queries.owner_at(member_id, DAY - timedelta(days=1)) is None
    assert queries.owned_by(store_id=stores["S1"], guide_id=guide) == [member_id]


def test_a_change_leaves_the_past_as_it_was(enrol, stores, guide, clerk, at):
    member_id = enrol()
    later = DAY + timedelta(days=30)

    members.reassign(
        member_id=member_id, store_id=stores["S2"], guide_id=guide, from_date=later, reason="搬家", by=clerk, at=at
    )

    assert queries.owner_at(member_id, later - timedelta(days=1)).store_id == stores["S1"]
    assert queries.owner_at(member_id, later).store_id == stores["S2"]
    assert queries.owned_by(store_id=stores["S1"]) == []
    assert audit.entries(action="members.reassign").get().reason == "搬家"


def test_two_changes_for_one_day_leave_the_later(enrol, stores, clerk, at):
    member_id = enrol()
    for code in ("S2", "F1"):
        members.reassign(
            member_id=member_id, store_id=stores[code], from_date=DAY + timedelta(days=1), reason="", by=clerk, at=at
        )
    assert Ownership.objects.filter(member=member_id).count() == 2
    assert queries.owner_at(member_id, DAY + timedelta(days=1)).store_id == stores["F1"]


def test_nobody_reaches_back_behind_the_present_owner(enrol, stores, clerk, at):
    member_id = enrol()
    with pytest.raises(members.BehindPresentOwner):
        members.reassign(
            member_id=member_id, store_id=stores["S2"], from_date=DAY - timedelta(days=1), reason="", by=clerk, at=at
        )


@pytest.mark.parametrize(("start", "end"), [(5, 15), (0, 1), (19, 21), (3, None), (25, None), (-5, None)])
def test_the_database_refuses_two_owners_on_one_day(enrol, stores, start, end):
    member_id = enrol()
    Ownership.objects.filter(member=member_id).update(to_date=DAY + timedelta(days=20))
    Ownership.objects.create(
        member_id=member_id, store_id=stores["S2"], from_date=DAY + timedelta(days=20), basis="manual"
    )
    until = None if end is None else DAY + timedelta(days=end)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ownership.objects.create(
            member_id=member_id,
            store_id=stores["S1"],
            from_date=DAY + timedelta(days=start),
            to_date=until,
            basis="manual",
        )


def test_the_database_refuses_to_stretch_an_owner_over_the_next(enrol, stores, clerk, at):
    member_id = enrol()
    members.reassign(
        member_id=member_id, store_id=stores["S2"], from_date=DAY + timedelta(days=9), reason="", by=clerk, at=at
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Ownership.objects.filter(member=member_id, store=stores["S1"]).update(to_date=DAY + timedelta(days=10))


def test_owners_that_follow_each_other_do_not_overlap(enrol, stores):
    member_id = enrol()
    Ownership.objects.create(
        member_id=member_id, store_id=stores["S2"], from_date=DAY - timedelta(days=9), to_date=DAY, basis="manual"
    )
    assert queries.owner_at(member_id, DAY - timedelta(days=1)).store_id == stores["S2"]


def test_by_first_purchase_the_earliest_store_owns(enrol, stores, guide, rule, clerk, at):
    version = rule(OwnershipBasis.FIRST_PURCHASE)
    member_id = enrol()
    assert queries.without_owner() == [member_id]

    bought = [
        Served(member_id, stores["S2"], None, DAY + timedelta(days=2)),
        Served(member_id, stores["F1"], guide, DAY + timedelta(days=1)),
    ]
    assert members.note_purchases(purchases=bought, by=clerk, at=at) == 1
    assert members.note_purchases(purchases=bought[:1], by=clerk, at=at) == 0

    owner = queries.owner_at(member_id, None)
    assert (owner.store_id, owner.guide_id, owner.rule_version_id) == (stores["F1"], guide, version)
    assert queries.without_owner() == []


def test_by_last_served_the_guide_of_the_latest_purchase_owns_from_the_next_day(enrol, stores, guide, rule, clerk, at):
    version = rule(OwnershipBasis.LAST_SERVED)
    member_id = enrol()
    bought = [Served(member_id, stores["S2"], guide, DAY), Served(member_id, stores["S1"], None, DAY)]

    assert members.note_purchases(purchases=bought, by=clerk, at=at) == 1
    assert members.note_purchases(purchases=bought, by=clerk, at=at) == 0

    assert queries.owner_at(member_id, DAY).guide_id is None
    assert queries.owner_at(member_id, DAY + timedelta(days=1)).guide_id == guide
    assert queries.owner_at(member_id, None).rule_version_id == version


def test_under_other_rules_purchases_change_nothing(enrol, stores, guide, clerk, at):
    member_id = enrol()
    assert members.note_purchases(purchases=[Served(member_id, stores["S2"], guide, DAY)], by=clerk, at=at) == 0


def test_the_members_of_a_guide_who_leaves_are_handed_over(enrol, stores, guide, clerk, at):
    people = [enrol(f"1380000000{last}", guide_id=guide) for last in range(3)]
    handed = members.reassign_many(
        from_guide_id=guide, to_guide_id=None, from_date=DAY + timedelta(days=1), reason="离职", by=clerk, at=at
    )
    assert handed == 3
    assert queries.owned_by(store_id=stores["S1"], guide_id=guide) == []
    assert queries.owned_by(store_id=stores["S1"]) == people


def test_a_sale_to_an_account_that_was_merged_or_erased_changes_no_owner(enrol, stores, guide, rule, clerk, at):
    rule(OwnershipBasis.LAST_SERVED)
    survivor, merged, erased = (enrol(f"1380000000{last}") for last in range(3))
    members.merge(survivor_id=survivor, merged_id=merged, by=clerk, at=at)
    members.erase(member_id=erased, reason="本人申请", by=clerk, at=at)

    bought = [Served(member_id, stores["S2"], guide, DAY) for member_id in (merged, erased)]
    assert members.note_purchases(purchases=bought, by=clerk, at=at) == 0
