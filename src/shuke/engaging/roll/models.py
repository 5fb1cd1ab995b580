"""What is kept of each member to be looked through, whose filters there are, and what was done to many at once."""

from django.db import models
from django.db.models import Q

from shuke.engaging.roll.types import Act, ItemState, RunState
from shuke.foundation import ids
from shuke.foundation.datamap.types import Ending, Record, Retention, Words

CODE = 40


class RollRow(models.Model):
    """A member's classes and purchases as the roll last had them; figures are of the twelve months before."""

    DATA = Record(
        label=Words("会员名册统计", "Figures of the roll of members"),
        purpose=Words("按分类与消费查找会员", "to find members by class and purchases"),
        member="member_id",
        retention=Retention.MEMBERSHIP,
        ending=Ending.DELETE_ROW,
        codes=("state", "rfm_class", "quadrant", "value_class"),
    )

    member_id = models.BigIntegerField(primary_key=True)
    state = models.CharField(max_length=CODE)
    rfm_class = models.CharField(max_length=CODE)
    quadrant = models.CharField(max_length=CODE)
    value_class = models.CharField(max_length=CODE)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    all_purchases = models.IntegerField()
    purchases = models.IntegerField()
    net_minor = models.BigIntegerField()

    class Meta:
        db_table = "roll_row"
        indexes = [
            models.Index(fields=["last_on", "member_id"], name="roll_row_last"),
            models.Index(fields=["net_minor", "member_id"], name="roll_row_spent"),
            models.Index(fields=["purchases", "member_id"], name="roll_row_visits"),
            models.Index(fields=["state", "member_id"], name="roll_row_state"),
            models.Index(fields=["rfm_class", "member_id"], name="roll_row_rfm"),
        ]


class RollMade(models.Model):
    """When the roll was made, as of which opening day, and by how much the warehouse had heard then."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    mark = models.CharField(max_length=60)
    members = models.BigIntegerField()

    class Meta:
        db_table = "roll_made"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="roll_made_once")]


class SavedFilter(models.Model):
    """A filter under a name: its person's own, or for everybody who may look through members."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    staff_id = models.BigIntegerField()
    name = models.CharField(max_length=CODE)
    is_shared = models.BooleanField(default=False)
    version = models.SmallIntegerField()
    document = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "roll_saved_filter"
        constraints = [models.UniqueConstraint(fields=["staff_id", "name"], name="roll_saved_filter_name_once")]
        indexes = [models.Index(fields=["is_shared"], name="roll_saved_filter_shared")]


class BulkRun(models.Model):
    """One act on many members: what, on whom, in whose name and reach, and how far it has come."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    act = models.CharField(max_length=10, choices=[(each.value, each.name) for each in Act])
    terms = models.JSONField()
    document = models.JSONField()
    stores = models.JSONField(null=True)
    entities = models.JSONField(null=True)
    state = models.CharField(
        max_length=10, choices=[(each.value, each.name) for each in RunState], default=RunState.WAITING.value
    )
    is_cancelled = models.BooleanField(default=False)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    undone = models.IntegerField(default=0)
    asked_by = models.BigIntegerField()
    asked_role = models.CharField(max_length=CODE)
    asked_label = models.CharField(max_length=64)
    asked_store_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "roll_bulk_run"
        indexes = [models.Index(fields=["asked_by", "-id"], name="roll_bulk_run_own")]


class BulkItem(models.Model):
    """One member of an act on many, what came of it, and the owner before."""

    DATA = Record(
        label=Words("批量操作结果", "Results of acts on many members"),
        purpose=Words("说明批量操作对谁做了什么", "to say what an act on many did to whom"),
        member="member_id",
        retention=Retention.MEMBERSHIP,
        ending=Ending.DELETE_ROW,
        codes=("code", "zh", "en", "before"),
        export=False,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, db_index=False, related_name="items")
    member_id = models.BigIntegerField()
    state = models.CharField(
        max_length=10, choices=[(each.value, each.name) for each in ItemState], default=ItemState.WAITING.value
    )
    code = models.CharField(max_length=80, default="")
    zh = models.CharField(max_length=300, default="")
    en = models.CharField(max_length=300, default="")
    before = models.JSONField(null=True)

    class Meta:
        db_table = "roll_bulk_item"
        constraints = [models.UniqueConstraint(fields=["run", "member_id"], name="roll_bulk_item_once")]
        indexes = [
            models.Index(fields=["run", "state", "member_id"], name="roll_bulk_item_next"),
            models.Index(fields=["member_id"], name="roll_bulk_item_member"),
        ]
