"""Products come in by code; what they need is created, what they leave out is kept, what changed is remembered."""

from datetime import timedelta

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog import queries
from shuke.foundation.catalog.models import Brand, Category, Product, Sku
from shuke.foundation.catalog.types import CategoryRow, Cycle, PriceLine, ProductRow

pytestmark = pytest.mark.django_db


def upsert(at, *rows):
    return catalog.upsert_products(rows=rows, by=SYSTEM, at=at)


def test_unknown_categories_and_brands_are_created(at):
    ids = upsert(at, ProductRow("K1", "奶粉一段", category="母婴/奶粉", brand="飞鹤", list_minor=29_800))
    sku = next(queries.skus(ids.values()))
    assert (sku.code, sku.category_path, sku.brand, sku.list_minor) == ("K1", "/母婴/奶粉/", "飞鹤", 29_800)
    assert [c.path for c in queries.categories()] == ["/母婴/", "/母婴/奶粉/"]


def test_the_same_rows_twice_change_nothing(at):
    rows = [ProductRow(f"K{i}", f"商品{i}", category=f"类{i % 7}/子{i % 3}", brand=f"牌{i % 5}") for i in range(1_200)]
    assert upsert(at, *rows) == upsert(at, *rows)
    assert (Sku.objects.count(), Product.objects.count(), Brand.objects.count()) == (1_200, 1_200, 5)
    assert Category.objects.count() == 7 + 21


def test_what_a_row_leaves_out_is_kept(at):
    upsert(at, ProductRow("K1", "茶", category="茶/红茶", brand="小罐", cost_minor=500, price_line=PriceLine.HIGH))
    upsert(at, ProductRow("K1", "红茶"))
    sku = next(queries.skus())
    assert (sku.product, sku.category, sku.brand, sku.cost_minor, sku.price_line) == (
        "红茶", "红茶", "小罐", 500, "high",
    )  # fmt: skip


def test_sizes_share_one_product(at):
    upsert(
        at,
        ProductRow("T-S", "T恤", product_code="T", spec="S", category="服装"),
        ProductRow("T-M", "T恤", product_code="T", spec="M", category="服装"),
    )
    assert Product.objects.get().skus.count() == 2


def test_a_new_cost_starts_a_new_period(at):
    sku_id = upsert(at, ProductRow("K1", "茶", cost_minor=500))["K1"]
    upsert(at + timedelta(days=10), ProductRow("K1", "茶", cost_minor=600))
    upsert(at + timedelta(days=20), ProductRow("K1", "茶", cost_minor=600))
    day = at.date()
    assert [queries.cost_on(sku_id, day + timedelta(days=n)) for n in (-1, 0, 9, 10, 30)] == [None, 500, 500, 600, 600]


def test_a_barcode_means_one_product(at):
    upsert(at, ProductRow("K1", "茶", barcodes=("690",)))
    assert queries.sku_by_barcode("690").code == "K1"
    with pytest.raises(catalog.BarcodeTaken):
        upsert(at, ProductRow("K2", "酒", barcodes=("690",)))
    assert not Sku.objects.filter(code="K2").exists()


def test_a_product_without_a_category_is_unsorted(at):
    upsert(at, ProductRow("K1", "茶"))
    assert next(queries.skus()).category == "未分类"


@pytest.mark.covers("B28")
def test_clothing_starts_with_a_cycle_of_three_months_and_everything_below_inherits_it(at):
    ids = catalog.upsert_categories(rows=[CategoryRow("服装/女装/裙"), CategoryRow("服装")], by=SYSTEM, at=at)
    catalog.apply_cycle_template(category_id=ids["服装"], template="clothing", by=SYSTEM, at=at)
    assert queries.cycle_of(ids["服装/女装/裙"]) == Cycle(months=3)
    catalog.set_cycle(category_id=ids["服装/女装/裙"], cycle=Cycle(days=45), by=SYSTEM, at=at)
    assert queries.cycle_of(ids["服装/女装/裙"]) == Cycle(days=45)
    assert queries.cycle_of(ids["服装"]) == Cycle(months=3)


@pytest.mark.parametrize("cycle", [Cycle(), Cycle(days=1, months=1), Cycle(days=0)])
def test_a_cycle_is_days_or_months_and_above_zero(at, cycle):
    ids = catalog.upsert_categories(rows=[CategoryRow("服装")], by=SYSTEM, at=at)
    with pytest.raises(catalog.CycleNotOne):
        catalog.set_cycle(category_id=ids["服装"], cycle=cycle, by=SYSTEM, at=at)


def test_unknown_templates_and_categories_are_refused(at):
    with pytest.raises(catalog.TemplateUnknown):
        catalog.apply_cycle_template(category_id=1, template="rockets", by=SYSTEM, at=at)
    with pytest.raises(catalog.CategoryUnknown):
        catalog.set_cycle(category_id=1, cycle=None, by=SYSTEM, at=at)


def test_a_page_of_skus_follows_the_branch_and_the_words(at):
    upsert(
        at,
        ProductRow("A1", "红茶礼盒", category="茶/红茶", is_gift_box=True),
        ProductRow("A2", "绿茶", category="茶/绿茶"),
        ProductRow("B1", "茶杯", category="器具"),
    )
    tea = Category.objects.get(path="/茶/").id
    assert [sku.code for sku in queries.find_skus(category_id=tea)] == ["A1", "A2"]
    assert [sku.code for sku in queries.find_skus(text="茶", after_code="A1")] == ["A2", "B1"]
