"""Single-use codes: reckoned from the coupon's id under the chain's key, never stored, found by a blind index.

Whoever copies the database finds no code in it, and whoever holds one code cannot guess the next.
"""

from shuke.foundation.crypto import sealing

# without I, L, O and U: nobody mistakes them for digits, and no word comes about
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 16, 4
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def code_of(coupon_id: int) -> str:
    """Return the code of a coupon, e.g. ``7H3K-90QD-XM2A-PT5R``: 80 bits that only the key's holder can reckon."""
    number = int(sealing.index("coupon.code", str(coupon_id)), 16)
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def index_of(code: str) -> str:
    """Return what a code is found by, however it was typed."""
    return sealing.index("coupon", word(code).replace("-", "").translate(_MISREAD))


def word(text: str) -> str:
    """Return a code or word as it is compared: capitals, without blanks."""
    return "".join(text.split()).upper()
