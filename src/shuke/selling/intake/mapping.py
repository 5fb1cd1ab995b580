"""A mapping says which columns of a file feed which fields; it is a TOML document, checked before any row is read.

```toml
source = "till"                     # whose receipts these are; with store and number it makes a receipt unique
member_by = "phone"                 # by what receipts name members: phone, card or legacy_id
[receipts.columns]
receipt = ["日期", "小票号"]          # several columns make one key
store = { constant = "S01" }        # the same for every row
sold_at = { join = ["日期", "时间"], between = " " }
net = "实收"                         # yuan, unless unit = "fen"
list = { sum = ["实收", "优惠"] }
```
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from shuke.foundation import clock
from shuke.foundation.refusals import Refusal
from shuke.selling.intake import fields
from shuke.selling.intake.types import Kind

READY = Path(__file__).parent / "ready"
LINE = "#line"  # stands for the line number, where a file has no key of its own


class MappingWrong(Refusal):
    """The document cannot be used as a mapping."""

    code = "intake.mapping_wrong"
    status = 422
    zh = "映射文件有误:{why}"
    en = "The mapping is wrong: {why}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feed(_Strict):
    """Where the cells of one field come from: one column, several joined or summed, or a constant."""

    column: str = ""
    join: tuple[str, ...] = ()
    between: str = "-"
    path: tuple[str, ...] = ()
    sum: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    constant: str | None = None
    otherwise: str | None = None
    unit: Literal["yuan", "fen"] = "yuan"
    order: Literal["ymd", "dmy", "mdy", ""] = ""
    values: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> "Feed":
        ways = [bool(self.column), bool(self.join), bool(self.path), bool(self.sum), self.constant is not None]
        if ways.count(True) != 1:
            raise ValueError("a field is fed by exactly one of column, join, path, sum and constant")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it needs, without the line number."""
        named = (self.column, *self.join, *self.path, *self.sum, *self.minus)
        return tuple(name for name in named if name and name != LINE)


def _as_feed(value: Any) -> Any:
    if isinstance(value, str):
        return {"column": value}
    return {"join": value} if isinstance(value, list) else value


AnyFeed = Annotated[Feed, BeforeValidator(_as_feed)]


class ProfileFeed(_Strict):
    """A profile field that members get, and the words for it where the field has to be made first.

    A field with options is a choice, kept open and usable in analyses; without options it is free text and sealed.
    """

    column: str
    zh: str = ""
    en: str = ""
    group: str = "household"
    options: tuple[str, ...] = ()
    values: Mapping[str, str] = Field(default_factory=dict)


def _as_profile(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class Section(_Strict):
    """How the files of one kind are read."""

    columns: Mapping[str, AnyFeed]
    profile: Mapping[str, Annotated[ProfileFeed, BeforeValidator(_as_profile)]] = Field(default_factory=dict)

    @property
    def named(self) -> frozenset[str]:
        """Every column that feeds something."""
        fed = {name for feed in self.columns.values() for name in feed.columns}
        return frozenset(fed | {feed.column for feed in self.profile.values()})

    def within(self, header: Iterable[str]) -> "Section":
        """Return the section without the feeds whose columns a file lacks."""
        there = set(header)
        columns = {name: feed for name, feed in self.columns.items() if there.issuperset(feed.columns)}
        profile = {name: feed for name, feed in self.profile.items() if feed.column in there}
        return Section(columns=columns, profile=profile)


class FileMapping(_Strict):
    """A whole mapping."""

    title_zh: str = ""
    title_en: str = ""
    note: str = ""
    source: str = Field(default="import", pattern=r"[a-z0-9_.-]{1,40}")
    time_zone: str = ""
    date_order: Literal["ymd", "dmy", "mdy", ""] = ""
    member_by: Literal["phone", "card", "legacy_id"] = "phone"
    create: frozenset[Literal["stores", "products", "members"]] = frozenset({"stores", "products", "members"})
    missing_columns: Literal["refuse", "leave_out"] = "refuse"
    stores: Section | None = None
    products: Section | None = None
    members: Section | None = None
    receipts: Section | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value and value not in available_timezones():
            raise ValueError(f"unknown time zone {value}")
        return value

    @model_validator(mode="after")
    def _known_fields(self) -> "FileMapping":
        for kind, section in self.sections():
            _check_section(kind, section)
        if not self.sections():
            raise ValueError("no section: stores, products, members or receipts")
        return self

    def section(self, kind: Kind) -> Section | None:
        """Return how files of the kind are read, if the mapping says so."""
        found: Section | None = getattr(self, kind.value)
        return found

    def sections(self) -> list[tuple[Kind, Section]]:
        """Return the sections there are, in the order in which files are taken."""
        return [(kind, section) for kind in Kind if (section := self.section(kind)) is not None]

    @property
    def zone(self) -> ZoneInfo:
        """The zone of wall-clock times in the files: the chain's unless said otherwise."""
        return ZoneInfo(self.time_zone) if self.time_zone else clock.zone()


def _check_section(kind: Kind, section: Section) -> None:
    known = fields.fields_of(kind)
    if unknown := sorted(set(section.columns) - set(known)):
        raise ValueError(f"[{kind}.columns] knows no field {', '.join(unknown)}; it knows {', '.join(known)}")
    if missing := sorted(name for name, field in known.items() if field.required and name not in section.columns):
        raise ValueError(f"[{kind}.columns] must feed {', '.join(missing)}")
    if kind is Kind.RECEIPTS and not {"net", "list", "unit_price"} & set(section.columns):
        raise ValueError("[receipts.columns] must feed net, list or unit_price")
    if kind is not Kind.MEMBERS and section.profile:
        raise ValueError("only [members] has a profile")


def load(name: str | Path) -> FileMapping:
    """Read the mapping at a path, or a ready one by its name, such as "completejourney"."""
    path = Path(name)
    if not path.is_file():
        path = READY / f"{Path(name).name}.toml"
    if not path.is_file():
        raise MappingWrong(
            field="mapping", why=f"there is no mapping {Path(name).name}; ready ones: {', '.join(ready())}"
        )
    return parse(path.read_text(encoding="utf-8-sig"))


def parse(text: str) -> FileMapping:
    """Check a TOML document and return it as a mapping."""
    try:
        return FileMapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise MappingWrong(field="mapping", why=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise MappingWrong(field="mapping", why=f"{place}: {first['msg']}".lstrip(": ")) from error


def ready() -> list[str]:
    """Return the names of the mappings that come with the product."""
    return sorted(path.stem for path in READY.glob("*.toml"))


def missing_columns(mapping: FileMapping, kind: Kind, header: Iterable[str]) -> list[str]:
    """Return the columns that a file must have to be read as `kind`, and has not."""
    section = mapping.section(kind)
    if section is None:
        return []
    needed = section.named
    if mapping.missing_columns == "leave_out":
        required = [name for name, field in fields.fields_of(kind).items() if field.required]
        needed = frozenset(column for name in required for column in section.columns[name].columns)
    return sorted(needed - set(header))
