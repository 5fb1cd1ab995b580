"""What makes a PIN weak, and what a count of notes and coins comes to. Pure."""

import itertools
from collections.abc import Mapping

PIN_LENGTHS = range(4, 9)
DENOMINATIONS_MINOR = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10)
MAX_TRIES = 5


def is_weak(pin: str) -> bool:
    """Tell whether a PIN is no secret: not four to eight digits, one digit throughout, or a straight run."""
    if len(pin) not in PIN_LENGTHS or not (pin.isascii() and pin.isdigit()):
        return True
    steps = {int(after) - int(before) for before, after in itertools.pairwise(pin)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def counted(pieces: Mapping[int, int]) -> int | None:
    """Return what the pieces (denomination in fen → how many) come to; None for a note that does not exist."""
    if any(note not in DENOMINATIONS_MINOR or number < 0 for note, number in pieces.items()):
        return None
    return sum(note * number for note, number in pieces.items())
