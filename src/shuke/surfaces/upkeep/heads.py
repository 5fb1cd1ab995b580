"""The end of the chain of seals, kept beside the database: it shows when sealed days were cut off."""

import json

from django.conf import settings

from shuke.ledgers.book.types import SealHead

SEAL_HEAD = "seal-head.json"


def kept() -> SealHead | None:
    """Return the chain's end as it was kept beside the database."""
    path = settings.SHUKE_HOME / SEAL_HEAD
    return SealHead(**json.loads(path.read_text())) if path.exists() else None


def keep(head: SealHead) -> None:
    """Keep the chain's end in the place of the one before."""
    beside = settings.SHUKE_HOME / f".{SEAL_HEAD}"
    beside.write_text(json.dumps({"number": head.number, "digest": head.digest}))
    beside.replace(settings.SHUKE_HOME / SEAL_HEAD)
