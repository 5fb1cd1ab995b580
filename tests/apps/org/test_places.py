"""Stores come in by code, with the entities and regions that they name."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org import places, queries
from shuke.foundation.org.models import Entity, Grant, Staff, Store
from shuke.foundation.org.types import StoreKind, StoreRow

pytestmark = pytest.mark.django_db


def upsert(at, *rows):
    return org.upsert_stores(rows=rows, by=SYSTEM, at=at)


def test_a_direct_store_belongs_to_headquarters_and_a_franchised_one_answers_for_itself(at):
    upsert(at, StoreRow("S1", "人民路店"), StoreRow("F1", "加盟一店", kind=StoreKind.FRANCHISE))
    assert Store.objects.get(code="S1").entity.code == "HQ"
    assert Store.objects.get(code="F1").entity.code == "F1"
    assert Store.objects.get(code="F1").entity.kind == "franchisee"


def test_the_same_rows_twice_change_nothing(at):
    rows = [StoreRow(f"S{i}", f"店{i}", region="华东") for i in range(600)]
    assert upsert(at, *rows) == upsert(at, *rows)
    assert Store.objects.count() == 600
    assert Entity.objects.count() == 1


def test_a_second_row_renames_but_keeps_what_it_leaves_empty(at):
    upsert(at, StoreRow("S1", "旧名", region="华东", entity="E9"))
    upsert(at, StoreRow("S1", "新名"))
    store = Store.objects.get(code="S1")
    assert (store.name, store.region.code, store.entity.code) == ("新名", "华东", "E9")


def test_opening_a_store_with_a_code_in_use_is_refused(at):
    upsert(at, StoreRow("S1", "人民路店"))
    with pytest.raises(org.CodeTaken):
        org.open_store(row=StoreRow("S1", "另一家"), by=SYSTEM, at=at)


def test_a_store_closes_when_it_opened_or_later_whichever_day_is_told_first(at):
    opened, before = date(2026, 3, 1), date(2026, 2, 28)
    upsert(at, StoreRow("S1", "一", opened_on=opened, closed_on=opened), StoreRow("S2", "二", closed_on=before))
    for row in (StoreRow("S1", "一", closed_on=before), StoreRow("S2", "二", opened_on=opened)):
        with pytest.raises(places.ClosesBeforeOpening):
            upsert(at, row)
    assert Store.objects.get(code="S1").closed_on == opened


def test_a_list_without_a_scope_is_an_error_and_within_one_it_is_narrowed(at):
    ids = upsert(at, StoreRow("S1", "一"), StoreRow("S2", "二"))
    with pytest.raises(scopes.UnscopedQuery):
        queries.stores_in_reach()
    with scopes.of(scopes.Scope(stores=frozenset({ids["S2"]}), entities=frozenset())):
        assert [store.code for store in queries.stores_in_reach()] == ["S2"]


@pytest.mark.parametrize("role", ["owner", "store_manager", "regional"])
def test_the_database_refuses_a_role_in_the_wrong_place(at, role):
    ids = upsert(at, StoreRow("S1", "一"))
    staff = Staff.objects.create(code="p", name="某人")
    place = {"store_id": ids["S1"]} if role != "store_manager" else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(staff=staff, role=role, from_date=at.date(), **place)
