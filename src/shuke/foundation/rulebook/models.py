"""The versions of every rule document."""

from django.db import models

from shuke.foundation import ids


class RuleDocument(models.Model):
    """One version of a rule. Its body never changes; approval sets the approver once.

    Versions of a (kind, key) are numbered without gaps, and only approved ones come into force.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=60, default="default")
    number = models.IntegerField()
    body = models.JSONField()
    effective_from = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    proposed_by = models.BigIntegerField()
    proposed_by_kind = models.CharField(max_length=10)
    proposed_at = models.DateTimeField()
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rulebook_document"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="rulebook_document_number"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="rulebook_document_approval_is_whole",
            ),
        ]


class RuleWithdrawal(models.Model):
    """A draft that was taken back or declined. The draft itself stays as it was written."""

    version = models.OneToOneField(RuleDocument, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal")
    reason = models.CharField(max_length=500, blank=True)
    withdrawn_by = models.BigIntegerField()
    withdrawn_by_kind = models.CharField(max_length=10)
    withdrawn_at = models.DateTimeField()

    class Meta:
        db_table = "rulebook_withdrawal"
