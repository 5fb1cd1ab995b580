"""Read the proofs that were run."""

from django.db.models import QuerySet

from shuke.surfaces.proofs.models import KeptProof
from shuke.surfaces.proofs.types import ProofState
from shuke.surfaces.proofs.wording import detail, of, subject

__all__ = ["KeptProof", "detail", "last_done", "latest", "of", "proof", "subject"]


def latest() -> QuerySet[KeptProof]:
    """Return every proof, the latest first."""
    return KeptProof.objects.order_by("-id")


def proof(proof_id: int) -> KeptProof | None:
    """Return a proof, or None."""
    return KeptProof.objects.filter(id=proof_id).first()


def last_done() -> KeptProof | None:
    """Return the last proof that came to its end."""
    return latest().filter(state=ProofState.DONE).first()
