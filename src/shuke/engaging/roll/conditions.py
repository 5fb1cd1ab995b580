"""From a filter to conditions in SQL: this room's bulk reads of its neighbours' tables, by name and read-only.

Each condition names by an alias what must be joined for it: `r` the roll's figures, `o` the present owner, `g` the
tier, `p` points, `v` and `b` stored value. What is personal is never named; blind indexes find it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shuke.engaging.roll import rules
from shuke.engaging.roll.document import Filter
from shuke.foundation import scopes
from shuke.foundation.db import bulk
from shuke.foundation.members import queries as members
from shuke.ledgers.growth import queries as growth

JOINS = {
    "r": "LEFT JOIN roll_row r ON r.member_id = m.id",
    "o": "LEFT JOIN members_ownership o ON o.member_id = m.id AND o.to_date IS NULL",
    "g": "LEFT JOIN growth_standing g ON g.member_id = m.id",
    "p": "LEFT JOIN book_account p ON p.holder_id = m.id AND p.holder_kind = 'member' AND p.currency = 'points'",
    "v": "LEFT JOIN book_account v ON v.holder_id = m.id AND v.holder_kind = 'member' AND v.currency = 'principal'",
    "b": "LEFT JOIN book_account b ON b.holder_id = m.id AND b.holder_kind = 'member' AND b.currency = 'bonus'",
}
STORED = "COALESCE(v.available, 0) + COALESCE(v.held, 0) + COALESCE(b.available, 0) + COALESCE(b.held, 0)"
LEVEL = "COALESCE(NULLIF(g.level, 0), %s)"

# Nearly nobody has absorbed another account: the quick question is asked of each, the long one only of those who have,
# and IS NOT NULL lets PostgreSQL read these few once.
_HAS_PHONE = (
    "EXISTS (SELECT 1 FROM members_identity i WHERE i.member_id = m.id AND i.kind = 'phone') "
    "OR EXISTS (SELECT 1 FROM members_member a JOIN members_identity i ON i.member_id = a.id "
    "WHERE a.survivor_id = m.id AND a.survivor_id IS NOT NULL AND i.kind = 'phone')"
)
_LAST_SAID = (
    "(SELECT c.decision FROM members_consent c WHERE c.member_id {whose} AND c.purpose = 'marketing' "
    "ORDER BY c.at DESC, c.id DESC LIMIT 1)"
)
_LINE = "IN (SELECT m.id UNION ALL SELECT a.id FROM members_member a WHERE a.survivor_id = m.id)"
_CONSENTING = (
    "COALESCE(CASE "
    "WHEN EXISTS (SELECT 1 FROM members_member a WHERE a.survivor_id = m.id AND a.survivor_id IS NOT NULL) "
    f"THEN {_LAST_SAID.format(whose=_LINE)} ELSE {_LAST_SAID.format(whose='= m.id')} END, '') = 'granted'"
)
_TAGGED = (
    "m.id IN (SELECT COALESCE(a.survivor_id, a.id) FROM tags_tagging t JOIN members_member a ON a.id = t.member_id "
    "WHERE t.tag_id {among} AND t.taken_at IS NULL AND t.from_date <= %s "
    "AND (t.until_date IS NULL OR t.until_date > %s))"
)
_MONTHS_OF_AGE = "(m.birth_year * 12 + COALESCE(m.birth_month, 12))"


@dataclass(frozen=True, slots=True)
class Condition:
    """A text that must hold, its values, and what must be joined for it."""

    text: str
    values: tuple[Any, ...] = ()
    joins: str = ""


def conditions(asked: Filter, *, on: date) -> list[Condition]:
    """Return all that must hold of a member in the open scope; whoever answers for stores sees whom these own."""
    parts = (_reach, _owner, _classes, _days, _figures, _person, _said, _holdings)
    standing = Condition("m.status IN ('active', 'frozen')")
    return [standing, *(condition for part in parts for condition in part(asked, on))]


def joined(found: Iterable[Condition], more: str = "") -> str:
    """Return the joins that the conditions need, and `more`, each once."""
    wanted = {alias for condition in found for alias in condition.joins} | set(more)
    return " ".join(text for alias, text in JOINS.items() if alias in wanted)


def among(column: str, values: Sequence[Any], joins: str = "") -> Condition:
    """Return the condition that a column has one of the values."""
    within, given = bulk.in_list(values)
    return Condition(f"{column} {within}", tuple(given), joins)


def _reach(_: Filter, __: date) -> Iterator[Condition]:
    stores = scopes.current().stores
    if stores is not None:
        yield among("o.store_id", sorted(stores), "o")


def _owner(asked: Filter, _: date) -> Iterator[Condition]:
    if asked.store_id is not None:
        yield Condition("o.store_id = %s", (asked.store_id,), "o")
    if asked.guide_id is not None:
        yield Condition("o.guide_id = %s", (asked.guide_id,), "o")
    if asked.unowned:
        yield Condition("o.id IS NULL", (), "o")


def _classes(asked: Filter, on: date) -> Iterator[Condition]:
    if asked.tier:
        tier = among(LEVEL, asked.tier, "g")
        yield Condition(tier.text, (growth.base_level(on), *tier.values), "g")
    kinds: tuple[tuple[str, Sequence[str]], ...] = (
        ("r.rfm_class", asked.rfm_class),
        ("r.state", asked.state),
        ("r.quadrant", asked.quadrant),
        ("r.value_class", asked.value_class),
    )
    yield from (among(column, list(wanted), "r") for column, wanted in kinds if wanted)


def _days(asked: Filter, on: date) -> Iterator[Condition]:
    latest = on - timedelta(days=asked.quiet_days) if asked.quiet_days else None
    bounds = (
        ("m.enrolled_on >= %s", asked.joined_from, ""),
        ("m.enrolled_on < %s", asked.joined_before, ""),
        ("r.last_on >= %s", asked.last_from, "r"),
        ("r.last_on < %s", asked.last_before, "r"),
        ("r.last_on <= %s", latest, "r"),
    )
    yield from (Condition(text, (day,), joins) for text, day, joins in bounds if day is not None)


def _figures(asked: Filter, _: date) -> Iterator[Condition]:
    bounds = (
        ("COALESCE(r.net_minor, 0) >= %s", asked.spent_least),
        ("COALESCE(r.net_minor, 0) <= %s", asked.spent_most),
        ("COALESCE(r.purchases, 0) >= %s", asked.receipts_least),
        ("COALESCE(r.purchases, 0) <= %s", asked.receipts_most),
    )
    yield from (Condition(text, (figure,), "r") for text, figure in bounds if figure is not None)


def _person(asked: Filter, on: date) -> Iterator[Condition]:
    if asked.birth_month:
        yield among("m.birth_month", asked.birth_month)
    if asked.birthday_within is not None:
        yield among("m.id", sorted(members.birthdays_within(on, asked.birthday_within)))
    if asked.sex:
        yield among("COALESCE(m.gender, 'unknown')", list(asked.sex))
    if asked.age_least is not None:
        yield Condition(f"{_MONTHS_OF_AGE} <= %s", (rules.born_by(on, asked.age_least),))
    if asked.age_most is not None:
        yield Condition(f"{_MONTHS_OF_AGE} > %s", (rules.born_by(on, asked.age_most + 1),))


def _said(asked: Filter, on: date) -> Iterator[Condition]:
    if asked.has_phone is not None:
        yield Condition(_either(_HAS_PHONE, asked.has_phone))
    if asked.marketing is not None:
        yield Condition(_either(_CONSENTING, asked.marketing))
    if asked.tag_id:
        within, values = bulk.in_list(asked.tag_id)
        yield Condition(_TAGGED.format(among=within), (*values, on, on))
    if asked.text.strip():
        yield among("m.id", [row.member_id for row in members.find(asked.text)])
    if asked.member_id:
        yield among("m.id", asked.member_id)


def _holdings(asked: Filter, _: date) -> Iterator[Condition]:
    if asked.points_least is not None:
        yield Condition("COALESCE(p.available, 0) >= %s", (asked.points_least,), "p")
    if asked.stored_least is not None:
        yield Condition(f"{STORED} >= %s", (asked.stored_least,), "vb")


def _either(text: str, holds: bool) -> str:
    return text if holds else f"NOT ({text})"
