"""Members as a list shows them: figures and classes beside the masked name, in a fixed number of statements."""

from collections.abc import Sequence
from datetime import date

from ninja import Schema

from shuke.engaging.roll import queries
from shuke.engaging.roll.types import Called, Row
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import Found, Status
from shuke.insight.measures.types import Label, ReportColumn
from shuke.ledgers.growth import queries as growth
from shuke.surfaces.staff.areas import member_files
from shuke.surfaces.staff.shapes import Id


class TagCalledOut(Schema):
    tag_id: Id
    zh: str
    en: str


class MemberRowOut(Schema):
    """A member in the list; name and phone masked. Classes are empty for whom the roll does not know yet."""

    member_id: Id
    number: str
    status: Status
    name_masked: str
    phone_masked: str
    joined_on: date
    level: int
    state: str | None
    rfm_class: str | None
    quadrant: str | None
    value_class: str | None
    last_on: date | None
    receipts: int
    spent_minor: int
    points: int
    stored_minor: int
    store_id: Id | None
    store_name: str | None
    guide_id: Id | None
    guide_name: str | None
    tags: list[TagCalledOut]


class MemberLevelOut(Schema):
    level: int
    zh: str
    en: str


def rows(wanted: Sequence[int], *, on: date) -> dict[int, MemberRowOut]:
    """Return those of the members who are in reach, in the order of the ids."""
    figures, tags = queries.rows(wanted, on=on), queries.tags_of(wanted, on=on)
    found = {row.member_id: row for row in members.many(wanted)}
    return {
        one: _shown(found[one], figures[one], tags.get(one, [])) for one in wanted if one in found and one in figures
    }


def _shown(found: Found, row: Row, tags: Sequence[Called]) -> MemberRowOut:
    return MemberRowOut(
        member_id=row.member_id,
        number=found.number,
        status=found.status,
        name_masked=found.name_masked,
        phone_masked=found.phone_masked,
        joined_on=row.joined_on,
        level=row.level,
        state=row.state,
        rfm_class=row.rfm_class,
        quadrant=row.quadrant,
        value_class=row.value_class,
        last_on=row.last_on,
        receipts=row.purchases,
        spent_minor=row.net_minor,
        points=row.points,
        stored_minor=row.stored_minor,
        store_id=row.store_id,
        store_name=row.store_name,
        guide_id=row.guide_id,
        guide_name=row.guide_name,
        tags=[TagCalledOut(tag_id=tag.tag_id, zh=tag.zh, en=tag.en) for tag in tags],
    )


def levels(on: date) -> list[MemberLevelOut]:
    """Return the tiers of the day's programme."""
    version = growth.rules_on(on)
    return [MemberLevelOut(level=one.number, zh=one.zh, en=one.en) for one in version.rules.levels] if version else []


def columns(on: date) -> list[ReportColumn]:
    """Return the columns of a file of members, with the names of the day's tiers and classes."""
    return member_files.columns(_names(on))


def _names(on: date) -> dict[str, dict[str, Label]]:
    tiers = {str(each.level): Label(each.zh, each.en) for each in levels(on)}
    return {"level": {"0": Label("", ""), **tiers}, **queries.class_names(on)}
