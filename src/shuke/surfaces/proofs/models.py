"""The proofs that were run."""

from django.db import models
from django.db.models import Q

from shuke.foundation import ids
from shuke.surfaces.proofs.types import ProofState


class KeptProof(models.Model):
    """One proof of the house. `asked_by` is nobody for the nightly one.

    `rooms` says how many things disagreed in each room that has been proved so far, `findings` the first of them.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.new)
    state = models.CharField(
        max_length=8, choices=[(state.value, state.value) for state in ProofState], default=ProofState.WAITING.value
    )
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    holds = models.BooleanField(null=True)
    counts = models.JSONField(default=dict)
    rooms = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    seal_number = models.BigIntegerField(null=True)

    class Meta:
        db_table = "proofs_proof"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ProofState.DONE) | Q(holds__isnull=False, ended_at__isnull=False),
                name="proofs_done_says_whether_it_holds",
            )
        ]
