"""What holds of members whatever the database: phones, numbers, birthdays, values, consent, ownership. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import phonenumbers

from shuke.foundation.members.types import (
    Birthday,
    Channel,
    ConsentFact,
    Decision,
    FieldType,
    Gender,
    IdentityKind,
    NewMember,
    Purpose,
    Sensitivity,
    Source,
)
from shuke.foundation.refusals import Refusal

ADULT_AT = 18
NOT_ASKED_AGAIN_DAYS = 180
BASICS = ("name", "gender", "birthday")
NAME_LENGTH = 60
IDENTITY_LENGTH = 128
NUMBER_LENGTH = 16
_NUMBER_PREFIX = "8"
_MAINLAND_MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")
_CARD_NUMBER = re.compile(r"[0-9A-Za-z-]{2,40}")
_DOUBLED = {str(digit): digit * 2 - (9 if digit > 4 else 0) for digit in range(10)}
# Spaces, dashes and brackets, and the invisible marks that come along when a phone is copied from a chat.
_BLANKS = re.compile(r"[\s\-\u2010-\u2015()・·.\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_BIRTHDAY = re.compile(r"(?:(\d{4}|-)[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


class InvalidPhone(Refusal):
    """Not a mobile number of the mainland, nor a valid number of elsewhere with its country code."""

    code = "members.invalid_phone"
    status = 422
    zh = "手机号不正确"
    en = "This is not a valid phone number"


class InvalidBirthday(Refusal):
    """No such day, or one in the future or before 1900."""

    code = "members.invalid_birthday"
    status = 422
    zh = "生日不正确"
    en = "This is not a valid birthday"


class InvalidNumber(Refusal):
    """A card number has 2 to 40 letters, digits and dashes, and does not look like a phone."""

    code = "members.invalid_number"
    status = 422
    zh = "会员卡号不正确(2–40 位字母数字,且不能是手机号)"
    en = "A card number has 2 to 40 letters and digits, and is not a phone number"


class InvalidName(Refusal):
    """A name has 1 to 60 characters."""

    code = "members.invalid_name"
    status = 422
    zh = "姓名不正确(1–60 个字)"
    en = "A name has 1 to 60 characters"


class InvalidGender(Refusal):
    """Female, male, or not told."""

    code = "members.invalid_gender"
    status = 422
    zh = "性别只能是女、男或不填"
    en = "Sex is female, male or left out"


class InvalidIdentity(Refusal):
    """An identity has 1 to 128 characters."""

    code = "members.invalid_identity"
    status = 422
    zh = "会员标识不正确"
    en = "This is not a valid identifier"


class NoIdentity(Refusal):
    """Nobody can be recognised by nothing."""

    code = "members.no_identity"
    status = 422
    zh = "请至少填写手机号或一个会员标识"
    en = "Give a phone number or at least one other identifier"


class InvalidValue(Refusal):
    """The value is not of the field's type or not among its options."""

    code = "members.invalid_value"
    status = 422
    zh = "字段 {key} 的值不正确"
    en = "The value of {key} does not fit the field"


def phone(text: str) -> str:
    """Return the number in its one form: 13812345678 for the mainland, +85291234567 for elsewhere.

    Full-width digits, spaces, dashes, brackets, +86, 0086 and 86 are understood.
    """
    plain = text if text.isascii() and text.isalnum() else _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    if mainland := _MAINLAND_MOBILE.fullmatch(plain):
        return mainland[1]
    abroad = "+" + plain[2:] if plain.startswith("00") else plain
    if not abroad.startswith("+") or abroad.startswith("+86"):
        raise InvalidPhone(field="phone")
    try:
        number = phonenumbers.parse(abroad)
    except phonenumbers.NumberParseException:
        raise InvalidPhone(field="phone") from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone(field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def looks_like_phone(text: str) -> bool:
    """Tell whether a text is a mainland mobile, however it is written."""
    return _MAINLAND_MOBILE.fullmatch(_BLANKS.sub("", unicodedata.normalize("NFKC", text))) is not None


def card_number(text: str) -> str:
    """Return a card number given from outside in its one form; refuse one that is a phone, as it is kept in clear."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if not _CARD_NUMBER.fullmatch(plain) or looks_like_phone(plain):
        raise InvalidNumber(field="number")
    return plain


def number_of(draw: int) -> str:
    """Return the 16-digit card number for a random draw of 14 digits: 8, the draw, and Luhn's check digit."""
    body = f"{_NUMBER_PREFIX}{draw:014d}"
    return body + str(_luhn(body))


def is_own_number(text: str) -> bool:
    """Tell whether a text is a card number of ours without a slip of the finger."""
    return (
        len(text) == NUMBER_LENGTH
        and text.isdigit()
        and text.startswith(_NUMBER_PREFIX)
        and text[-1] == str(_luhn(text[:-1]))
    )


def identity(kind: IdentityKind, text: str) -> str:
    """Return an identity in its one form."""
    if kind == IdentityKind.PHONE:
        return phone(text)
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or len(plain) > IDENTITY_LENGTH:
        raise InvalidIdentity(field=kind.value)
    return plain.upper() if kind == IdentityKind.CARD else plain


def identities_of(new: NewMember) -> list[tuple[IdentityKind, str]]:
    """Return every identity of a new member in its one form, the surest kind first; refuse nobody at all."""
    found = [(IdentityKind.PHONE, phone(new.phone))] if new.phone else []
    for kind, text in new.identities:
        found.append((IdentityKind(kind), identity(IdentityKind(kind), text)))
    if new.legacy_id:
        found.append((IdentityKind.LEGACY_ID, identity(IdentityKind.LEGACY_ID, new.legacy_id)))
    if not found and not new.number:
        raise NoIdentity(field="phone")
    return found


def name(text: str | None) -> str:
    """Return a name in its one form; nothing told is an empty text."""
    plain = unicodedata.normalize("NFKC", text or "").strip()
    if len(plain) > NAME_LENGTH or not plain.isprintable():
        raise InvalidName(field="name")
    return plain


_GENDERS: Mapping[str, Gender] = {
    "f": Gender.FEMALE, "female": Gender.FEMALE, "女": Gender.FEMALE, "女性": Gender.FEMALE, "2": Gender.FEMALE,
    "m": Gender.MALE, "male": Gender.MALE, "男": Gender.MALE, "男性": Gender.MALE, "1": Gender.MALE,
}  # fmt: skip
_NOT_TOLD = frozenset({"", "0", "unknown", "未知", "保密"})


def gender(text: Gender | str | None) -> str | None:
    """Return the value that is kept; None where it was not told."""
    plain = (text or "").strip().lower()
    if plain in _NOT_TOLD:
        return None
    if plain not in _GENDERS:
        raise InvalidGender(field="gender")
    return _GENDERS[plain].value


def birthday(told: Birthday | date | str | None, *, on: date) -> Birthday:
    """Return the parts that were told: "1990-05-12", "1990年5月12日", "05-12" and "1990" are understood."""
    match told:
        case None | "":
            return Birthday()
        case date():
            parts = Birthday(told.year, told.month, told.day)
        case str():
            parts = _birthday_of(unicodedata.normalize("NFKC", told).strip())
        case Birthday():
            parts = told
    _check_birthday(parts, on)
    return parts


def birthday_text(parts: Birthday) -> str:
    """Return the parts as they are sealed: 1990-05-12, --05-12, 1990, or nothing."""
    year = f"{parts.year:04d}" if parts.year else "-"
    if parts.month is None:
        return year if parts.year else ""
    return f"{year}-{parts.month:02d}" + (f"-{parts.day:02d}" if parts.day else "")


def read_birthday(text: str) -> Birthday:
    """Return the parts of a sealed birthday."""
    found = re.fullmatch(r"(\d{4}|-)?(?:-(\d\d))?(?:-(\d\d))?", text)
    if not found:
        raise InvalidBirthday(field="birthday")
    year, month, day = (int(part) if part and part != "-" else None for part in found.groups())
    return Birthday(year, month, day)


def is_minor(parts: Birthday, on: date) -> bool:
    """Tell whether the person may be under 18 on the day; what was not told counts for the child, never against it."""
    if parts.year is None:
        return False
    adult = Birthday(parts.year + ADULT_AT, parts.month or 12, parts.day or 31)
    return (on.year, on.month, on.day) < (adult.year, adult.month, adult.day)


def value(kind: FieldType, options: Sequence[str], key: str, text: str) -> str:
    """Return a profile value in its one form; refuse one that does not fit the field."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or len(plain) > 500 or not _fits(kind, options, plain):
        raise InvalidValue(field=key, key=key)
    return plain


_RANKS = {
    **dict.fromkeys((Source.MINI_PROGRAM, Source.H5, Source.QUESTIONNAIRE, Source.QR), 3),
    **dict.fromkeys((Source.TILL, Source.GUIDE, Source.CONSOLE, Source.WECOM), 2),
    Source.INFERRED: 0,
}


def source_rank(source: str) -> int:
    """Return how much a source's word weighs: the member's own 3, staff's 2, files and programs 1, a guess 0."""
    return next((rank for known, rank in _RANKS.items() if known.value == source), 1)


def replaces(source: str, other: str) -> bool:
    """Tell whether news from `source` replaces what `other` had said."""
    return source_rank(source) >= source_rank(other)


def latest(facts: Iterable[ConsentFact], purpose: Purpose, channel: Channel) -> ConsentFact | None:
    """Return the line that decides for the purpose and channel: the newest one that speaks of it or of any channel."""
    speaking = [fact for fact in facts if fact.purpose == purpose and fact.channel in {channel, Channel.ANY}]
    return max(speaking, key=lambda fact: (fact.at, fact.id), default=None)


def may_ask(last: ConsentFact | None, on: date, said_on: date | None) -> bool:
    """Tell whether the member may be asked: not when it has granted, nor for 180 days after it has refused."""
    if last is None or said_on is None:
        return True
    if last.decision == Decision.GRANTED:
        return False
    return on >= said_on + timedelta(days=NOT_ASKED_AGAIN_DAYS)


CONSENT_NEEDED = {Sensitivity.SENSITIVE: Purpose.SENSITIVE, Sensitivity.CHILD: Purpose.CHILD}


def consent_needed(sensitivity: Sensitivity) -> Purpose | None:
    """Return the separate consent without which such a field is not kept (the law's articles 29 and 31)."""
    return CONSENT_NEEDED.get(sensitivity)


def twin_key(name: str, parts: Birthday) -> str | None:
    """Return what two accounts of one person would share: the name and a whole birthday; None when not all is told."""
    if not (name and parts.year and parts.month and parts.day):
        return None
    return f"{''.join(name.split()).lower()}|{birthday_text(parts)}"


def _luhn(body: str) -> int:
    doubled = sum(map(_DOUBLED.__getitem__, body[-1::-2]))
    return -(doubled + sum(map(int, body[-2::-2]))) % 10


def _birthday_of(text: str) -> Birthday:
    if re.fullmatch(r"\d{4}年?", text):
        return Birthday(year=int(text[:4]))
    found = _BIRTHDAY.fullmatch(text.removeprefix("--"))
    if not found:
        raise InvalidBirthday(field="birthday")
    year = int(found[1]) if found[1] and found[1] != "-" else None
    return Birthday(year, int(found[2]), int(found[3]))


def _check_birthday(parts: Birthday, on: date) -> None:
    try:
        first = date(parts.year or 2000, parts.month or 1, parts.day or 1)
    except ValueError:
        raise InvalidBirthday(field="birthday") from None
    if (parts.day and not parts.month) or (parts.year and not date(1900, 1, 1) <= first <= on):
        raise InvalidBirthday(field="birthday")


def _fits(kind: FieldType, options: Sequence[str], text: str) -> bool:
    match kind:
        case FieldType.TEXT:
            return True
        case FieldType.NUMBER:
            return re.fullmatch(r"-?\d{1,12}(\.\d{1,4})?", text) is not None
        case FieldType.DATE:
            return _is_date(text)
        case FieldType.CHOICE:
            return text in options
        case FieldType.CHOICES:
            return all(part in options for part in text.split(","))
        case FieldType.YES_NO:
            return text in {"yes", "no"}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
