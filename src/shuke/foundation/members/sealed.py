"""The room's sealed columns and blind indexes by name."""

from shuke.foundation.crypto import sealing
from shuke.foundation.crypto.fields import column
from shuke.foundation.members.models import Identity, Member, ProfileConflict, ProfileValue
from shuke.foundation.members.types import IdentityKind

NAME = column(Member, "name")
BIRTHDAY = column(Member, "birthday")
IDENTITY = column(Identity, "ciphertext")
PROFILE = column(ProfileValue, "sealed")
OTHER_VALUE = column(ProfileConflict, "other_value")

_KINDS_WITH_TAIL = frozenset({IdentityKind.PHONE, IdentityKind.CARD})


def index(kind: IdentityKind, value: str) -> str:
    """Return the blind index of a whole identity."""
    return sealing.index(kind.value, value)


def tail(kind: IdentityKind, value: str) -> str | None:
    """Return the blind index of the last four; only phones and cards are asked for by them."""
    return sealing.tail_index(kind.value, value) if kind in _KINDS_WITH_TAIL else None


def twin(key: str | None) -> str | None:
    """Return the blind index of a name and birthday."""
    return sealing.index("twin", key) if key else None
