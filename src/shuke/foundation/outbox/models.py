"""The events written down, and how far each listener has come."""

from django.db import models

from shuke.foundation.db.fields import TransactionIdField


class OutboxEvent(models.Model):
    """One event. Append-only by trigger; `number` is given by the database within the writing transaction."""

    number = models.BigAutoField(primary_key=True)
    txid = TransactionIdField()
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField()
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_event"
        indexes = [models.Index(fields=["txid", "number"], name="outbox_event_position")]


class ListenerPosition(models.Model):
    """How far one listener has come; moved in the transaction of the listener's own work where it can be."""

    listener = models.CharField(max_length=80, primary_key=True)
    txid = models.BigIntegerField()
    number = models.BigIntegerField()
    failures = models.IntegerField(default=0)

    class Meta:
        db_table = "outbox_listener_position"
