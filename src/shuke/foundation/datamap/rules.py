"""How a value looks to somebody who may not read it. Pure."""

from shuke.foundation.datamap.types import Mask

_SHOWN_HEAD, _SHOWN_TAIL = 3, 4


def masked(text: str, mask: Mask) -> str:
    """Return `text` as the mask shows it: 138****1234, 王**, ****5678, or nothing but stars."""
    match mask:
        case Mask.OPEN:
            return text
        case Mask.PHONE:
            return masked_phone(text)
        case Mask.NAME:
            return masked_name(text)
        case Mask.TAIL:
            return "****" + text[-_SHOWN_TAIL:] if len(text) > _SHOWN_TAIL else "****"
        case Mask.EMAIL:
            return masked_email(text)
        case Mask.HIDDEN:
            return "****" if text else ""


def masked_phone(phone: str) -> str:
    """Return 138****1234; a foreign number keeps its last four digits only."""
    if phone.startswith("+") or len(phone) < _SHOWN_HEAD + _SHOWN_TAIL + 1:
        return "****" + phone[-_SHOWN_TAIL:]
    return phone[:_SHOWN_HEAD] + "****" + phone[-_SHOWN_TAIL:]


def masked_name(name: str) -> str:
    """Return the surname and stars: 王** (two stars whatever the length, which would itself tell something)."""
    return name[:1] + "**" if name else ""


def masked_email(address: str) -> str:
    """Return w***@example.com: whose house it is, and one letter to tell two addresses apart."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}"
