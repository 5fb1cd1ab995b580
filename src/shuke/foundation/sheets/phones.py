"""Mobile numbers as people type them: +86, 0086, spaces, dashes, full-width digits, digits that became a number."""

import re

import phonenumbers

from shuke.foundation.sheets import problems, texts
from shuke.foundation.sheets.types import Cell, Problem

_MAINLAND = re.compile(r"(?:\+?0{0,2}86)?(1[3-9]\d{9})")
_SEPARATORS = re.compile(r"[\s\-()()._·]")
_SEVERAL = re.compile(r"\d{7,}\s*[/,;、,;|]\s*\+?\d{7,}")


def phone(cell: Cell) -> str | Problem | None:
    """Read a mobile number in its one form: "+86 138 0013 8000" → "13800138000"; elsewhere "+85291234567"."""
    if isinstance(cell, str) and len(cell) > 100:
        return problems.TOO_LONG
    found = texts.plain(cell)
    if found is None:
        return None
    if "E+" in found.upper():
        spelled = texts.spelled_out(found)
        if isinstance(spelled, Problem):
            return spelled
        found = spelled
    if "*" in found:
        return problems.MASKED
    if _SEVERAL.search(found):
        return problems.SEVERAL_VALUES
    digits = _SEPARATORS.sub("", found.removesuffix(".0"))
    mainland = _MAINLAND.fullmatch(digits)
    return mainland.group(1) if mainland else _elsewhere(digits)


def _elsewhere(digits: str) -> str | Problem:
    if not re.fullmatch(r"\+?\d{3,20}", digits):
        return problems.NOT_A_PHONE
    international = "+" + digits.lstrip("+0") if digits.startswith(("+", "00")) else digits
    try:
        parsed = phonenumbers.parse(international, "CN")
    except phonenumbers.NumberParseException:
        return problems.NOT_A_PHONE
    if not phonenumbers.is_valid_number(parsed):
        bare = digits.removeprefix("+86").removeprefix("0086")
        looks_mobile = re.fullmatch(r"1[3-9]\d*", bare) is not None
        return problems.PHONE_LENGTH if looks_mobile else problems.NOT_A_PHONE
    if phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE:
        return problems.LANDLINE
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
