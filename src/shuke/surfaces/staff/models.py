"""What the surface itself must remember: how often somebody asked, and what was answered to a key."""

from django.db import models

from shuke.foundation import ids


class RateCount(models.Model):
    """How many calls of one kind somebody made in one window; `key` names kind, asker and window."""

    key = models.CharField(max_length=160, primary_key=True)
    calls = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "staff_rate_count"


class Lookup(models.Model):
    """A member, or a number that is no member, that somebody looked up; kept as a keyed hash for ten minutes' use."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    staff_id = models.BigIntegerField()
    subject_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff_id", "subject_hash"], name="staff_lookup_once")]
        indexes = [models.Index(fields=["staff_id", "seen_at"], name="staff_lookup_recent")]


class NoticesSeen(models.Model):
    """Up to when somebody has looked at what there was to tell; one row a person."""

    staff_id = models.BigIntegerField(primary_key=True)
    until = models.DateTimeField()

    class Meta:
        db_table = "staff_notices_seen"


class Rehearsal(models.Model):
    """An import tried dry. `reading` says how the uploaded table is read: by names of columns, without any cell.

    `done` of `total` (empty where the file does not say its length) rows are behind the present `step`.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    reading = models.JSONField()
    state = models.CharField(max_length=10, default="waiting")
    step = models.CharField(max_length=20, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    summary = models.JSONField(null=True)
    refused = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_rehearsal"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(summary__isnull=False, ended_at__isnull=False),
                name="staff_rehearsal_done_has_counts",
            )
        ]


class Replay(models.Model):
    """The answer given to an idempotency key, so that the same request is answered the same for 30 days.

    Only acts that answer with ids, counts and keys of fields may be repeated, so nothing personal is kept here.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    staff_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff_id", "key"], name="staff_replay_key_once")]
