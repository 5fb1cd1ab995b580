"""Tables of imports: the runs, how far each has come, and the members that each has brought."""

from django.db import models

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.selling.intake.types import Kind, State


class ImportRun(models.Model):
    """One run. Its position and counts are saved in the transaction of the rows that they count."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=State.STARTED.value)
    key = models.CharField(max_length=64)
    mapping = models.JSONField()
    files = models.JSONField()
    replay_rules = models.BooleanField(default=False)
    rejects_path = models.CharField(max_length=400)
    rejects_sizes = models.JSONField(default=dict)
    step = models.IntegerField(default=0)
    position = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    receipts = models.BigIntegerField(default=0)
    members = models.BigIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    started_by_kind = models.CharField(max_length=10)
    started_by_id = models.BigIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_run"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="intake_run_kind"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="intake_run_state"
            ),
            # two runs over the same files at one time would count each other's rows as duplicates
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state=State.STARTED.value), name="intake_run_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="intake_run_latest")]


class ImportedMember(models.Model):
    """A member whom a run has brought in, so that the run can be taken back."""

    DATA = Record(
        label=Words("导入来源", "The import that brought the member"),
        purpose=Words("撤销导入", "to take an import back"),
        member="member_id",
        retention=Retention.MEMBERSHIP,
        export=False,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, db_index=False)
    member_id = models.BigIntegerField()
    opening_points = models.BigIntegerField(default=0)

    class Meta:
        db_table = "intake_member"
        constraints = [models.UniqueConstraint(fields=["run", "member_id"], name="intake_member_once")]
