"""A data folder of its own for each test, and the shop that sells."""

from pathlib import Path

import pytest
from tests.apps.warehouse.shop import DAY, Shop

from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.models import Sku
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.org.models import Entity, Store


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.SHUKE_HOME = tmp_path
    return tmp_path


@pytest.fixture
def shop(transactional_db) -> Shop:
    entity = Entity.objects.create(code="E1", name="总部", kind="headquarters")
    store = Store.objects.create(code="S1", name="一号店", kind="direct", entity=entity)
    rows = [
        ProductRow(sku_code="MILK-1", name="金装奶粉", category="母婴/奶粉", brand="熟牌"),
        ProductRow(sku_code="NAPPY-1", name="纸尿裤", category="母婴/尿裤", brand="熟牌"),
    ]
    catalog.upsert_products(rows=rows, by=SYSTEM, at=DAY)
    return Shop(store.id, entity.id, list(Sku.objects.order_by("code").values_list("id", flat=True)))
