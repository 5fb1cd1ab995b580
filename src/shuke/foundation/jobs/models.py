"""The queue."""

from django.db import models
from django.db.models import Q

from shuke.foundation import ids
from shuke.foundation.jobs.types import JobState


class Job(models.Model):
    """One piece of work. Of jobs with the same `unique_key` only one is ever kept."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    task = models.CharField(max_length=200)
    kwargs = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=0)
    unique_key = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=10, default=JobState.READY)
    run_after = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    max_attempts = models.IntegerField(default=8)
    worker = models.CharField(max_length=80, default="")
    leased_until = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.TextField(default="")
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "jobs_job"
        constraints = [
            models.UniqueConstraint(fields=["unique_key"], name="jobs_job_unique_key"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(leased_until__isnull=False), name="jobs_job_running_has_lease"
            ),
        ]
        indexes = [
            models.Index(fields=["-priority", "run_after"], name="jobs_job_ready", condition=Q(state=JobState.READY)),
            models.Index(fields=["leased_until"], name="jobs_job_leased", condition=Q(state=JobState.RUNNING)),
        ]
