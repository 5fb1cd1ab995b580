"""What was tried, and what came of it."""

from django.db import models
from django.db.models import Q

from shuke.foundation import ids
from shuke.foundation.datamap.types import Record, Retention, Words
from shuke.insight.timemachine.types import Direction, TrialKind, TrialState


class Simulation(models.Model):
    """One rule tried over one span. `result` is the whole answer but for the movers; it never changes once done."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in TrialKind])
    key = models.CharField(max_length=60, default="default")
    body = models.JSONField()
    version_id = models.BigIntegerField(null=True)
    baseline_id = models.BigIntegerField(null=True)
    since = models.DateField()
    until = models.DateField()
    store_id = models.BigIntegerField(null=True)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in TrialState], default=TrialState.WAITING.value
    )
    job_id = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "timemachine_simulation"
        constraints = [
            models.CheckConstraint(condition=Q(since__lt=models.F("until")), name="timemachine_span_is_not_empty"),
            models.CheckConstraint(
                condition=~Q(state=TrialState.DONE) | Q(result__isnull=False, ran_at__isnull=False),
                name="timemachine_done_has_a_result",
            ),
        ]


class SimulatedMover(models.Model):
    """A member for whom a draft would change something; `size` is by how much."""

    DATA = Record(
        label=Words("规则试算名单", "Lists of rule trials"),
        purpose=Words("评估规则草案对会员的影响", "to see whom a drafted rule would touch"),
        member="member_id",
        retention=Retention.MEMBERSHIP,
        codes=("before_class", "after_class"),
        export=False,
    )

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, db_index=False, related_name="movers")
    member_id = models.BigIntegerField()
    direction = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Direction])
    size = models.BigIntegerField()
    before = models.BigIntegerField()
    after = models.BigIntegerField()
    before_class = models.CharField(max_length=40, blank=True, default="")
    after_class = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "timemachine_mover"
        constraints = [
            models.UniqueConstraint(fields=["simulation", "member_id"], name="timemachine_mover_once"),
            models.CheckConstraint(condition=Q(size__gte=0), name="timemachine_mover_size"),
        ]
        indexes = [
            models.Index(fields=["simulation", "direction", "-size", "member_id"], name="timemachine_mover_order")
        ]
