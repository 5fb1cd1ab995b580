"""Reports, their versions, their schedules, and every letter that was to be sent."""

from django.db import models
from django.db.models import Q

from shuke.foundation import ids
from shuke.insight.reports.types import LetterState, Rhythm, ScheduleState, SendingState

NAME_LENGTH = 80


def _choices(kind: type[Rhythm | ScheduleState | SendingState | LetterState]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]


class SavedReport(models.Model):
    """The document of a cut under a name. Only its owner changes it; a shared one may be taken by everybody."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    owner_id = models.BigIntegerField()
    name = models.CharField(max_length=NAME_LENGTH)
    document = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    is_shared = models.BooleanField(default=False)
    is_removed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "reports_saved"
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="reports_saved_of_owner", condition=Q(is_removed=False)),
            models.Index(fields=["-id"], name="reports_saved_shared", condition=Q(is_shared=True, is_removed=False)),
        ]


class ReportVersion(models.Model):
    """What a report was, from the first version on."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    report = models.ForeignKey(SavedReport, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_LENGTH)
    document = models.JSONField()
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "reports_version"
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="reports_version_once")]


class Schedule(models.Model):
    """When a report is mailed to whom, in the name and with the rights of its owner."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    report = models.ForeignKey(SavedReport, models.CASCADE, related_name="schedules")
    owner_id = models.BigIntegerField(db_index=True)
    every = models.CharField(max_length=5, choices=_choices(Rhythm))
    weekday = models.PositiveSmallIntegerField(null=True)
    day = models.PositiveSmallIntegerField(null=True)
    hour = models.PositiveSmallIntegerField()
    recipients = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=_choices(ScheduleState), default=ScheduleState.ACTIVE.value)
    why = models.CharField(max_length=60, default="", blank=True)
    next_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "reports_schedule"
        constraints = [
            models.CheckConstraint(condition=Q(hour__lt=24), name="reports_schedule_hour"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__range=(1, 7)), name="reports_schedule_weekday"
            ),
            models.CheckConstraint(condition=Q(day__isnull=True) | Q(day__range=(1, 31)), name="reports_schedule_day"),
        ]
        indexes = [models.Index(fields=["next_at"], name="reports_schedule_due", condition=Q(state="active"))]


class Sending(models.Model):
    """A report that was due at a moment: once for a schedule and moment. Without a schedule somebody asked for it."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    report = models.ForeignKey(SavedReport, models.CASCADE, related_name="+")
    schedule = models.ForeignKey(Schedule, models.CASCADE, null=True, related_name="sendings", db_index=False)
    owner_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=_choices(SendingState), default=SendingState.WAITING.value)
    why = models.CharField(max_length=60, default="", blank=True)
    rows = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reports_sending"
        constraints = [models.UniqueConstraint(fields=["schedule", "due_at"], name="reports_sending_once")]


class Letter(models.Model):
    """One person's letter of a sending; it is claimed before it is sent, so that no second one can go out."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    sending = models.ForeignKey(Sending, models.CASCADE, related_name="letters", db_index=False)
    staff_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=_choices(LetterState), default=LetterState.WAITING.value)
    why = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reports_letter"
        constraints = [models.UniqueConstraint(fields=["sending", "staff_id"], name="reports_letter_once")]
