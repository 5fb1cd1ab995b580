"""Two accounts of one person: the histories count together, and can be parted again."""

from datetime import date

import pytest
from tests.apps.growth.conftest import ANNA, BASE, GOLD, NOON, SILVER, STRANGER, TWIN, at_noon, bought, count, turn

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries
from shuke.ledgers.growth.types import GrantKind, MoveKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("default_rules")]
MERGE = 55
LATER = at_noon("2026-03-20")


def absorb(survivor: int = ANNA, absorbed: int = TWIN, merge: int = MERGE) -> None:
    growth.absorb(survivor_id=survivor, absorbed_id=absorbed, merge_id=merge, by=SYSTEM, at=NOON)


def part() -> None:
    growth.part(survivor_id=ANNA, absorbed_id=TWIN, merge_id=MERGE, by=SYSTEM, at=LATER)


def levels(*member_ids: int) -> list[int]:
    found = queries.levels_of(member_ids, on=date(2026, 3, 10))
    return [found[member_id] for member_id in member_ids]


def test_two_halves_make_a_tier() -> None:
    count(bought("2026-02-01", 450), bought("2026-02-10", 450, member=TWIN), bought("2026-02-20", 200))
    assert levels(ANNA, TWIN) == [BASE, BASE]

    absorb()

    assert levels(ANNA, TWIN) == [SILVER, SILVER]
    move = queries.history(ANNA)[-1]
    assert (move.kind, move.effective_on, move.reason["why"]) == (MoveKind.UPGRADE, date(2026, 3, 10), "merge")
    standing = queries.standing(ANNA)
    assert standing is not None
    assert (standing.since, standing.valid_until) == (date(2026, 2, 20), date(2027, 2, 19))


def test_nobody_loses_by_a_merge() -> None:
    growth.grant(member_id=TWIN, level=GOLD, kind=GrantKind.MANUAL, by=SYSTEM, at=NOON, reason="founder")
    count(bought("2026-02-01", 600))

    absorb()

    assert levels(ANNA) == [GOLD]


def test_receipts_of_the_absorbed_count_for_the_survivor() -> None:
    absorb()

    count(bought("2026-03-11", 600, member=TWIN))

    assert levels(ANNA) == [SILVER]


def test_a_line_of_mergers_ends_at_one() -> None:
    count(bought("2026-02-01", 400, member=TWIN), bought("2026-02-02", 400), bought("2026-02-03", 400, member=STRANGER))
    absorb()

    absorb(survivor=STRANGER, absorbed=ANNA, merge=56)

    assert levels(STRANGER, ANNA, TWIN) == [SILVER] * 3


def test_once_for_one_merge() -> None:
    count(bought("2026-02-01", 600))
    absorb()
    absorb()

    assert len(queries.history(ANNA)) == 2


def test_the_absorbed_is_left_alone_by_the_night() -> None:
    count(bought("2025-03-15", 600, member=TWIN))
    absorb()

    assert turn("2026-03-16") == 1
    assert [move.kind for move in queries.history(TWIN)] == [MoveKind.JOIN, MoveKind.UPGRADE]


def test_parted_both_stand_as_if_they_had_never_been_one() -> None:
    count(bought("2026-02-01", 450), bought("2026-02-10", 600, member=TWIN))
    before = queries.standing(ANNA), queries.standing(TWIN)
    absorb()
    assert levels(ANNA) == [SILVER]

    part()

    assert (queries.standing(ANNA), queries.standing(TWIN)) == before
    assert levels(ANNA, TWIN) == [BASE, SILVER]
    with pytest.raises(growth.NotAbsorbed):
        part()


def test_what_was_bought_since_stays_with_the_survivor() -> None:
    absorb()
    growth.count_many(sales=[bought("2026-03-15", 600)], by=SYSTEM, at=at_noon("2026-03-15"))

    part()

    assert levels(ANNA, TWIN) == [SILVER, BASE]


def test_parted_whoever_stood_nowhere_is_moved_out_again() -> None:
    growth.grant(member_id=TWIN, level=GOLD, kind=GrantKind.MANUAL, by=SYSTEM, at=NOON, reason="founder")
    absorb()
    assert queries.standing(ANNA) is not None

    part()

    assert queries.standing(ANNA) is None
    last = queries.history(ANNA)[-1]
    assert (last.kind, last.from_level, last.to_level, last.reason["why"]) == (MoveKind.DOWNGRADE, GOLD, 0, "unmerge")
    assert list(queries.flaws()) == []
