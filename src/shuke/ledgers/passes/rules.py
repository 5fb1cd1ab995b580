"""What a session is worth. Pure."""

from shuke.ledgers.book.types import Portion


def worth(*, paid_minor: int, sessions: int, used_before: int, used_now: int) -> int:
    """Return the part of the price that these sessions earn, in fen; all sessions together earn exactly the price.

    Gift sessions share the price with the paid ones: nobody can tell which of them was used.
    """
    return Portion(before=used_before, now=used_now, whole=sessions).of(paid_minor)
