"""The room's hot look-ups, one statement each."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from shuke.foundation.db import bulk
from shuke.foundation.db import rows as plain


def ids_of_indexes(indexes: Sequence[str]) -> dict[str, int]:
    """Return the member id (the survivor's, for a merged one) of each blind index that is known."""
    within, values = bulk.in_list(indexes)
    return dict(
        plain.fetch(
            "SELECT i.index_hex, COALESCE(m.survivor_id, m.id) FROM members_identity i "
            f"JOIN members_member m ON m.id = i.member_id WHERE i.index_hex {within}",
            values,
        )
    )


def ids_of_numbers(numbers: Sequence[str]) -> dict[str, int]:
    """Return the member id (the survivor's, for a merged one) of each card number that is known."""
    within, values = bulk.in_list(numbers)
    return dict(
        plain.fetch(f"SELECT number, COALESCE(survivor_id, id) FROM members_member WHERE number {within}", values)
    )


def entities_of_stores(store_ids: Iterable[int]) -> dict[int, int]:
    """Return the legal entity of each store that exists."""
    within, values = bulk.in_list(list(store_ids))
    return dict(plain.fetch(f"SELECT id, entity_id FROM org_store WHERE id {within}", values))


def ids_consenting(purpose: str, channels: Sequence[str], member_ids: Sequence[int] | None) -> set[int]:
    """Return the active members whose latest line on the purpose, over all their merged accounts, is a grant."""
    narrowed, values = ("", []) if member_ids is None else bulk.in_list(member_ids)
    only = f"AND COALESCE(m.survivor_id, m.id) {narrowed}" if narrowed else ""
    through, channel_values = bulk.in_list(list(channels))
    rows = plain.fetch(
        "SELECT owner, decision FROM (SELECT COALESCE(m.survivor_id, m.id) AS owner, c.decision, ROW_NUMBER() OVER "
        "(PARTITION BY COALESCE(m.survivor_id, m.id) ORDER BY c.at DESC, c.id DESC) AS turn "
        "FROM members_consent c JOIN members_member m ON m.id = c.member_id "
        f"WHERE c.purpose = %s AND c.channel {through} {only}) said "
        "JOIN members_member o ON o.id = said.owner AND o.status = 'active' WHERE turn = 1",
        [purpose, *channel_values, *values],
    )
    return {owner for owner, decision in rows if decision == "granted"}


def ids_with_owner(member_ids: Sequence[int]) -> set[int]:
    """Return those of the members who have an owner now or had one before."""
    within, values = bulk.in_list(member_ids)
    return {
        member_id
        for (member_id,) in plain.fetch(
            f"SELECT DISTINCT member_id FROM members_ownership WHERE member_id {within}", values
        )
    }


def ids_standing(member_ids: Sequence[int]) -> set[int]:
    """Return those of the members whose account is in use or frozen."""
    within, values = bulk.in_list(member_ids)
    statement = f"SELECT id FROM members_member WHERE status IN ('active', 'frozen') AND id {within}"
    return {member_id for (member_id,) in plain.fetch(statement, values)}


def survivors(member_ids: Sequence[int]) -> dict[int, int]:
    """Return for each known id the member that it now stands for."""
    within, values = bulk.in_list(member_ids)
    return dict(plain.fetch(f"SELECT id, COALESCE(survivor_id, id) FROM members_member WHERE id {within}", values))


def customer(member_id: int, on: date) -> tuple[Any, ...] | None:
    """Return (id, status, entity, shared, owning store, owning guide) of the member that the id stands for."""
    rows = plain.fetch(
        "SELECT m.id, m.status, m.entity_id, m.is_shared, o.store_id, o.guide_id FROM members_member a "
        "JOIN members_member m ON m.id = COALESCE(a.survivor_id, a.id) "
        "LEFT JOIN members_ownership o ON o.member_id = m.id AND o.from_date <= %s "
        "AND (o.to_date IS NULL OR o.to_date > %s) WHERE a.id = %s",
        [on, on, member_id],
    )
    return rows[0] if rows else None
