"""What is committed reaches the facts once, whole, soon, and without personal data."""

import threading
import time
from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest
from django.db import connection, transaction
from tests.apps.warehouse.shop import DAY, MembersChanged, ask, bring_in, one

from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.models import Product
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.members import models as members
from shuke.foundation.org.models import Store
from shuke.insight.warehouse import operations, queries
from shuke.insight.warehouse.models import WarehousePart
from shuke.insight.warehouse.types import FactKind, Layer

LATER = DAY + timedelta(minutes=2)


def test_a_sale_is_in_the_facts_as_soon_as_it_is_brought_in(shop):
    bring_in()
    (receipt,) = shop.sells(lines=3)

    started = time.monotonic()
    bring_in()
    assert one("SELECT net_minor FROM receipts WHERE receipt_id = $id", id=receipt) == 270
    assert time.monotonic() - started < 60


def test_a_receipt_and_its_lines_arrive_with_everything_that_is_known(shop):
    (member,) = shop.enrols(1)
    (receipt,) = shop.sells(lines=2, member=member)
    bring_in()

    head = ask("SELECT * EXCLUDE (sold_at, guide_id, original_id) FROM receipts")
    assert dict(zip(head.columns, head.rows[0], strict=True)) == {
        "receipt_id": receipt,
        "member_id": member,
        "store_id": shop.store_id,
        "business_date": date(2026, 3, 10),
        "channel": "store",
        "kind": "sale",
        "list_minor": 200,
        "discount_minor": 20,
        "net_minor": 180,
        "cost_minor": 100,
        "quantity_milli": 2000,
        "line_count": 2,
    }
    assert one("SELECT sold_at FROM receipts") == DAY.replace(tzinfo=None)
    lines = ask(
        "SELECT line_no, sku_code, top_category, brand, l.net_minor "
        "FROM lines l JOIN products USING (sku_id) ORDER BY 1"
    )
    assert lines.rows == ((1, "MILK-1", "母婴", "熟牌", 90), (2, "NAPPY-1", "母婴", "熟牌", 90))


def test_bringing_in_again_adds_nothing(shop):
    shop.sells(5)
    bring_in()
    parts = WarehousePart.objects.count()

    assert operations.export(at=DAY).nothing_new
    assert WarehousePart.objects.count() == parts
    assert one("SELECT COUNT(*) FROM receipts") == 5


def test_when_nothing_is_new_it_takes_few_questions(shop, django_assert_max_num_queries):
    shop.sells(5, member=shop.enrols(1)[0])
    bring_in()
    with django_assert_max_num_queries(10):
        bring_in()


def test_a_receipt_of_an_act_undone_never_arrives(shop):
    with transaction.atomic():
        shop.sells()
        transaction.set_rollback(True)
    bring_in()
    assert one("SELECT COUNT(*) FROM receipts") == 0


def test_a_retracted_import_leaves_receipts_and_lines(shop):
    kept, gone = shop.sells(2), shop.sells(3)
    bring_in()
    shop.retracts(gone)
    bring_in()

    assert sorted(row[0] for row in ask("SELECT receipt_id FROM receipts").rows) == sorted(kept)
    assert one("SELECT COUNT(DISTINCT receipt_id) FROM lines") == 2


def test_a_merge_maps_the_facts_and_taking_it_back_returns_them(shop):
    first, second = shop.enrols(2)
    shop.sells(2, member=first)
    shop.sells(1, member=second)
    bring_in()

    shop.merges(first, survivor=second)
    bring_in()
    assert ask("SELECT member_id, COUNT(*) FROM receipts GROUP BY 1").rows == ((second, 3),)

    shop.unmerges(first, survivor=second)
    bring_in()
    assert set(ask("SELECT member_id, COUNT(*) FROM receipts GROUP BY 1").rows) == {(first, 2), (second, 1)}


def test_new_and_changed_members_lie_in_a_small_delta_beside_the_base(shop):
    old = shop.enrols(20)
    bring_in()
    base = WarehousePart.objects.get(kind=FactKind.MEMBERS, layer=Layer.BASE, live=True)

    shop.enrols(3)
    members.Member.everyone.filter(id=old[0]).update(gender="male")
    with transaction.atomic():
        shop.tells(MembersChanged([old[0]]))
    bring_in()

    assert WarehousePart.objects.get(kind=FactKind.MEMBERS, layer=Layer.BASE, live=True) == base
    assert one("SELECT COUNT(*) FROM members") == 23
    assert one("SELECT gender FROM members WHERE member_id = $id", id=old[0]) == "male"


def test_a_delta_takes_up_what_the_one_before_it_said_of_others(shop):
    shop.enrols(20)
    bring_in()
    shop.enrols(2)
    bring_in()
    shop.enrols(1)
    bring_in()

    assert WarehousePart.objects.get(kind=FactKind.MEMBERS, layer=Layer.DELTA, live=True).rows == 3
    assert one("SELECT COUNT(*) FROM members") == 23


def test_a_delta_that_has_grown_becomes_the_base(shop, monkeypatch):
    monkeypatch.setattr("shuke.insight.warehouse.dimensions._SMALLEST_DELTA_LIMIT", 2)
    shop.enrols(2)
    bring_in()
    shop.enrols(5)
    bring_in()

    assert not WarehousePart.objects.filter(layer=Layer.DELTA, live=True).exists()
    assert one("SELECT COUNT(*) FROM members") == 7


def test_an_owner_that_a_member_lost_does_not_live_on_in_the_base(shop):
    (member,) = shop.enrols(1)
    members.Ownership.objects.create(
        member_id=member, store_id=shop.store_id, from_date=date(2025, 1, 1), basis="enrolment"
    )
    bring_in()
    assert one("SELECT COUNT(*) FROM ownership") == 1

    members.Ownership.objects.all().delete()
    with transaction.atomic():
        shop.tells(MembersChanged([member]))
    bring_in()
    assert one("SELECT COUNT(*) FROM ownership") == 0


def test_new_goods_are_known_at_once_and_a_silent_change_within_a_minute(shop):
    bring_in()
    catalog.upsert_products(rows=[ProductRow(sku_code="NEW-1", name="新品", category="母婴/奶粉")], by=SYSTEM, at=DAY)
    bring_in()
    assert one("SELECT product FROM products WHERE sku_code = 'NEW-1'") == "新品"

    Product.objects.filter(name="新品").update(name="新品二代")
    Store.objects.update(name="旗舰店")
    bring_in(LATER)
    assert one("SELECT product FROM products WHERE sku_code = 'NEW-1'") == "新品二代"
    assert one("SELECT name FROM stores") == "旗舰店"


def test_profile_values_in_clear_arrive_and_sealed_ones_never(shop):
    (member,) = shop.enrols(1)
    size = members.ProfileField.objects.create(key="shoe_size", group="body", type="text", sensitivity="none")
    allergy = members.ProfileField.objects.create(key="allergy", group="health", type="text", sensitivity="sensitive")
    values = members.ProfileValue.objects
    values.create(member_id=member, field=size, value="38", source="till", recorded_at=DAY)
    values.create(member_id=member, field=allergy, sealed=b"sealed words", source="till", recorded_at=DAY)
    bring_in()
    assert ask("SELECT field, value FROM attributes").rows == (("shoe_size", "38"),)


def test_no_fact_has_a_column_for_a_name_a_phone_or_a_birthday(shop):
    shop.sells(1, member=shop.enrols(1)[0])
    bring_in()
    personal = {"phone", "birthday", "number", "address", "index_hex", "ciphertext", "twin_hex", "sealed"}
    for part in queries.live_parts():
        columns = set(pq.read_schema(queries.folder() / part.path).names)
        assert not columns & personal
        assert part.kind in {FactKind.STORES} or "name" not in columns


def test_a_big_run_is_cut_into_batches_that_fit_in_memory(shop, monkeypatch):
    monkeypatch.setattr(operations, "IDS_PER_BATCH", 10)
    for _ in range(6):
        shop.sells(4, lines=1)
    bring_in()
    assert one("SELECT COUNT(*) FROM receipts") == 24
    assert WarehousePart.objects.filter(kind=FactKind.RECEIPTS).count() == 3


def test_the_manifest_says_from_where_to_where_and_which_days(shop):
    shop.sells(1, day=-3)
    shop.sells(1)
    bring_in()
    part = WarehousePart.objects.get(kind=FactKind.RECEIPTS)
    assert (part.rows, part.min_date, part.max_date) == (2, date(2026, 3, 7), date(2026, 3, 10))
    assert (part.from_number, part.to_number > 0) == (0, True)
    assert part.bytes == (queries.folder() / part.path).stat().st_size


def test_only_one_exporter_works_at_a_time(shop):
    refusals: list[operations.WarehouseBusy] = []

    def another_process() -> None:
        try:
            operations.export(at=DAY, patience=timedelta(0))
        except operations.WarehouseBusy as busy:
            refusals.append(busy)
        finally:
            connection.close()

    with operations._alone(operations._EXPORT_LOCK, timedelta(0)):
        other = threading.Thread(target=another_process)
        other.start()
        other.join()
    assert [busy.code for busy in refusals] == ["warehouse.busy"]


def test_an_exporter_that_was_overtaken_gives_way(shop, monkeypatch):
    shop.sells(3)
    original = operations._written

    def overtaken(*given):
        changes = original(*given)
        monkeypatch.setattr(operations, "_written", original)
        with monkeypatch.context() as patch:
            patch.setattr(operations, "_EXPORT_LOCK", "another-lock")
            operations.export(at=DAY)
        return changes

    monkeypatch.setattr(operations, "_written", overtaken)
    with pytest.raises(operations.PositionMoved):
        operations.export(at=DAY)
    assert one("SELECT COUNT(*) FROM receipts") == 3


def test_facts_can_be_loaded_without_the_transactional_database(shop):
    shop.sells(2)
    bring_in()
    rows = queries.open_engine().arrow("SELECT * FROM receipts", {})
    with pytest.raises(ValueError, match="null values to non-nullable"):
        operations.load_facts(
            kind=FactKind.RECEIPTS, tables=[rows.set_column(0, "receipt_id", rows["member_id"])], at=DAY
        )
    assert operations.load_facts(kind=FactKind.RECEIPTS, tables=[rows, rows], at=DAY) == 4
    assert one("SELECT COUNT(*) FROM receipts") == 6
