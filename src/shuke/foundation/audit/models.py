"""The audit trail's one table."""

from django.db import models

from shuke.foundation import ids


class AuditEntry(models.Model):
    """One privileged act. Append-only by trigger; `before` and `after` hold masked values only."""

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField()
    actor_role = models.CharField(max_length=20)
    store_id = models.BigIntegerField(null=True)
    device = models.CharField(max_length=80)
    ip = models.CharField(max_length=45)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=500)

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["actor_kind", "actor_id", "at"], name="audit_entry_actor")]
