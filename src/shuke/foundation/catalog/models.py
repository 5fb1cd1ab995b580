"""Tables of the catalogue. Prices and costs are effective-dated; the newest is copied onto the SKU for reading."""

from django.db import models
from django.db.models import F, Q

from shuke.foundation import ids
from shuke.foundation.catalog.types import PriceLine

CODE_LENGTH = 200


class Category(models.Model):
    """A node of the tree. `path` is materialised, so a subtree is a prefix search."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=400, unique=True)
    cycle_days = models.PositiveIntegerField(null=True, blank=True)
    cycle_months = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cycle_days__isnull=True) | Q(cycle_months__isnull=True),
                name="catalog_category_one_cycle",
            ),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & Q(path__endswith="/"), name="catalog_category_path_form"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="catalog_category_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Brand(models.Model):
    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What the customer asks for; its SKUs differ in size, colour or pack."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=200)
    category = models.ForeignKey(Category, models.PROTECT, related_name="products")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="products")
    price_line = models.CharField(
        max_length=8, blank=True, default="", choices=[(line.value, line.name) for line in PriceLine]
    )
    is_gift_box = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Sku(models.Model):
    """A sellable unit. `cost_minor` and `list_minor` are fen as of the last change; the history has the rest."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    product = models.ForeignKey(Product, models.PROTECT, related_name="skus")
    spec = models.CharField(max_length=120, blank=True, default="")
    cost_minor = models.BigIntegerField(null=True, blank=True)
    list_minor = models.BigIntegerField(null=True, blank=True)
    pack_content_milli = models.BigIntegerField(null=True, blank=True)
    pack_unit = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_minor__isnull=True) | Q(cost_minor__gte=0), name="catalog_sku_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(list_minor__isnull=True) | Q(list_minor__gte=0), name="catalog_sku_list_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(pack_content_milli__isnull=True) | Q(pack_content_milli__gt=0),
                name="catalog_sku_pack_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Barcode(models.Model):
    barcode = models.CharField(max_length=64, primary_key=True)
    sku = models.ForeignKey(Sku, models.PROTECT, related_name="barcodes")


class Cost(models.Model):
    """What a SKU costs the chain from a day on, in fen."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    sku = models.ForeignKey(Sku, models.PROTECT, related_name="costs")
    from_date = models.DateField()
    cost_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "from_date"], name="catalog_cost_one_a_day"),
            models.CheckConstraint(condition=Q(cost_minor__gte=0), name="catalog_cost_not_negative"),
        ]


class ListPrice(models.Model):
    """What a SKU lists for from a day on, in fen, before any promotion or member price."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    sku = models.ForeignKey(Sku, models.PROTECT, related_name="list_prices")
    from_date = models.DateField()
    list_minor = models.BigIntegerField()

    class Meta:
        db_table = "catalog_list_price"
        constraints = [
            models.UniqueConstraint(fields=["sku", "from_date"], name="catalog_list_price_one_a_day"),
            models.CheckConstraint(condition=Q(list_minor__gte=0), name="catalog_list_price_not_negative"),
        ]
