"""What a person may see follows from the grants in force, on the day, and from nothing else."""

from datetime import timedelta

import pytest

from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries
from shuke.foundation.org.models import Region
from shuke.foundation.org.types import Role
from shuke.foundation.scopes import WHOLE_CHAIN

pytestmark = pytest.mark.django_db
OWNER = Actor(kind=ActorKind.STAFF, id=1, role="owner")
HQ = Actor(kind=ActorKind.STAFF, id=2, role="hq")


def day(at, days=0):
    return at.date() + timedelta(days=days)


def test_a_guide_sees_the_own_store_and_its_entity(stores, guide, at):
    org.grant(staff_id=guide, role=Role.GUIDE, store_id=stores["S1"], by=OWNER, at=at)
    scope = queries.scope_of(guide, day(at))
    assert scope.stores == {stores["S1"]}
    assert len(scope.entities) == 1


def test_a_grant_counts_from_its_first_day_until_its_last(stores, guide, at):
    org.grant(
        staff_id=guide,
        role=Role.GUIDE,
        store_id=stores["S1"],
        from_date=day(at, 1),
        to_date=day(at, 3),
        by=OWNER,
        at=at,
    )
    seen = [bool(queries.roles_of(guide, day(at, days))) for days in range(4)]
    assert seen == [False, True, True, False]


def test_a_regional_manager_sees_the_region_and_all_below_it(stores, guide, at):
    top = Region.objects.get(code="华东")
    Region.objects.filter(code="华南").update(parent=top)
    org.grant(staff_id=guide, role=Role.REGIONAL, region_id=top.id, by=OWNER, at=at)
    scope = queries.scope_of(guide, day(at))
    assert scope.stores == set(stores.values())
    assert len(scope.entities) == 2


def test_the_owner_sees_the_whole_chain_and_nobody_sees_nothing(guide, at):
    assert queries.scope_of(guide, day(at)) == queries.NOWHERE
    org.grant(staff_id=guide, role=Role.OWNER, by=OWNER, at=at)
    assert queries.scope_of(guide, day(at)) == WHOLE_CHAIN


def test_managing_one_store_does_not_reach_into_another_where_one_only_sells(stores, guide, at):
    org.grant(staff_id=guide, role=Role.STORE_MANAGER, store_id=stores["S1"], by=OWNER, at=at)
    org.grant(staff_id=guide, role=Role.CASHIER, store_id=stores["S2"], by=OWNER, at=at)
    assert queries.scope_of(guide, day(at), [Role.STORE_MANAGER]).stores == {stores["S1"]}
    assert queries.scope_of(guide, day(at)).stores == {stores["S1"], stores["S2"]}


def test_a_role_in_the_wrong_place_is_refused_by_name(stores, guide, at):
    for role, place in [
        (Role.HQ, {"store_id": stores["S1"]}),
        (Role.GUIDE, {}),
        (Role.REGIONAL, {"store_id": stores["S1"]}),
    ]:
        with pytest.raises(org.PlaceDoesNotFitRole):
            org.grant(staff_id=guide, role=role, by=OWNER, at=at, **place)


def test_an_hq_operator_cannot_make_an_owner(guide, at):
    for role in (Role.OWNER, Role.HQ, Role.FINANCE, Role.AUDITOR):
        with pytest.raises(org.OwnerOnlyByOwner):
            org.grant(staff_id=guide, role=role, by=HQ, at=at)


def test_a_withdrawn_role_is_gone_the_same_day(stores, guide, at):
    grant_id = org.grant(staff_id=guide, role=Role.GUIDE, store_id=stores["S1"], by=OWNER, at=at)
    org.withdraw(grant_id=grant_id, by=OWNER, at=at)
    assert queries.roles_of(guide, day(at)) == frozenset()


def test_the_last_owner_stays(at):
    first = org.set_up(chain_name="试店", by=SYSTEM, at=at)
    grant_id = queries.grants_of(first.staff_id)[0].id
    with pytest.raises(org.LastOwner):
        org.withdraw(grant_id=grant_id, by=OWNER, at=at)
    with pytest.raises(org.LastOwner):
        org.dismiss(staff_id=first.staff_id, by=OWNER, at=at)
