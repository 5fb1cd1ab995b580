"""How a model says what its fields hold. A model about a member carries `DATA = Record(…)`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DataClass(StrEnum):
    """How much harm a field could do in the wrong hands."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    CHILD = "child"


class About(StrEnum):
    """Of whom the rows of a model speak."""

    MEMBER = "member"
    STAFF = "staff"


class Retention(StrEnum):
    """How long the rows are kept."""

    MEMBERSHIP = "membership"
    LEDGER = "ledger"
    PROOF = "proof"
    EMPLOYMENT = "employment"


class Mask(StrEnum):
    """How somebody without the right to read sees the value."""

    OPEN = "open"
    PHONE = "phone"
    NAME = "name"
    TAIL = "tail"
    EMAIL = "email"
    HIDDEN = "hidden"


class Ending(StrEnum):
    """What erasure does: keep the value under the pseudonym, blank the field, or delete the whole row."""

    KEEP = "keep"
    BLANK = "blank"
    DELETE_ROW = "delete_row"


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in Chinese and in English."""

    zh: str
    en: str


RETENTION_WORDS: Mapping[Retention, Words] = {
    Retention.MEMBERSHIP: Words(
        "会员期间;36 个月无活动后询问并匿名化", "while a member; asked, then anonymised, after 36 quiet months"
    ),
    Retention.LEDGER: Words("依法保存的账目:5 年,只留代号", "accounts kept by law: 5 years, under a pseudonym"),
    Retention.PROOF: Words("同意与处理记录:3 年", "proof of consent and handling: 3 years"),
    Retention.EMPLOYMENT: Words("在职期间;离职即删除", "while they work here; deleted when they leave"),
}

BASIS_WORDS: Mapping[Retention, Words] = {
    Retention.MEMBERSHIP: Words(
        "履行会员合同(个人信息保护法第十三条第二项);营销、画像与敏感信息另凭同意",
        "the contract of membership (PIPL art. 13 no. 2); offers, profiling and sensitive data by consent besides",
    ),
    Retention.LEDGER: Words(
        "履行法定义务:交易与账务记录(第十三条第三项)", "a duty by law: records of trade and accounts (art. 13 no. 3)"
    ),
    Retention.PROOF: Words(
        "履行法定义务:证明依法处理(第十三条第三项)", "a duty by law: to prove lawful handling (art. 13 no. 3)"
    ),
    Retention.EMPLOYMENT: Words(
        "实施人力资源管理所必需(第十三条第二项)", "the management of those who work here (art. 13 no. 2)"
    ),
}
"""On which ground of the Personal Information Protection Law rows of each kind are kept."""


@dataclass(frozen=True, slots=True)
class FieldNote:
    """What one field holds."""

    label: Words
    purpose: Words
    data_class: DataClass
    mask: Mask = Mask.HIDDEN
    export: bool = True
    ending: Ending = Ending.BLANK


@dataclass(frozen=True, slots=True)
class Record:
    """What the rows of a model say about a member, or about somebody who works for the chain.

    `member` is the lookup from a row to the id of the member, or of the person that it is `about` ("member",
    "receipt__member_id", "holder_id"), narrowed by `where`. `fields` tells of every field that holds something
    personal. `codes` names the text fields that hold codes of ours and no word of a person; numbers, dates, flags,
    choices and foreign keys need no naming and follow the record. Text that is named in neither fails the build, and so
    does a model with a member key and no record.
    `shows` are further words of a member's copy, by lookup: what a key stands for.
    """

    label: Words
    purpose: Words
    member: str
    retention: Retention
    ending: Ending = Ending.KEEP
    where: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, FieldNote] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    shows: Mapping[str, str] = field(default_factory=dict)
    export: bool = True
    about: About = About.MEMBER


@dataclass(frozen=True, slots=True)
class Nobody:
    """Says of a model with sealed columns that its rows speak of nobody, and why they are sealed all the same."""

    because: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A table of the map: its name, what is declared of it, and which of its fields are sealed."""

    table: str
    record: Record
    sealed: frozenset[str]
