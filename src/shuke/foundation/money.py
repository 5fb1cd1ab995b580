"""Money is an integer number of fen (1/100 yuan), and this is the only place where it is divided or rounded.

Parts of a sum are made by `allocate`, so that they always add up to it again.
"""

import re
from collections.abc import Sequence
from enum import Enum

from shuke.foundation.refusals import Refusal


class NotAnAmount(Refusal):
    """The text cannot be read as an amount in yuan."""

    code = "money.not_an_amount"
    status = 422
    zh = "不是有效金额:{text}"
    en = "Not an amount of money: {text}"


class Rounding(Enum):
    """Where a fraction of a fen or a point goes; halves go away from zero."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


_AMOUNT = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2})0*)?")


def ratio(amount: int, numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Return amount × numerator ÷ denominator, rounded on its magnitude, so that a refund mirrors its sale."""
    if denominator <= 0:
        raise ValueError("the denominator of a ratio is positive")
    product = amount * numerator
    whole, rest = divmod(abs(product), denominator)
    round_up = (rounding is Rounding.UP and rest > 0) or (rounding is Rounding.HALF_UP and 2 * rest >= denominator)
    magnitude = whole + 1 if round_up else whole
    return -magnitude if product < 0 else magnitude


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to non-negative `weights` by largest remainder; the parts sum to `total`.

    Ties go to the earlier part. When all weights are zero the first part takes everything, and an empty list of weights
    can only share out zero.
    """
    if not weights:
        if total:
            raise ValueError("there is nobody to share the total among")
        return []
    if min(weights) < 0:
        raise ValueError("weights are not negative")
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    size, sign = abs(total), -1 if total < 0 else 1
    shares = [divmod(size * weight, whole) for weight in weights]
    parts = [share for share, _ in shares]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-shares[index][1], index))
    for index in by_remainder[: size - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def parse_fen(text: str) -> int:
    """Read an amount in yuan with at most two decimals, such as "1234.5", as fen; refuse anything else."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise NotAnAmount(text=text[:40])
    sign, whole, cents = match.groups()
    fen = int(whole) * 100 + int((cents or "").ljust(2, "0"))
    return -fen if sign else fen


def yuan(fen: int) -> str:
    """Write fen as yuan with two decimals: 123450 → "1234.50"."""
    whole, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{cents:02d}"
