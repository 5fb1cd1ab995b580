"""Count one receipt at a till: the shortest way to what `counting` does for many."""

from collections.abc import Sequence
from datetime import date, datetime

from shuke.foundation.actors import Actor
from shuke.ledgers.growth import counting, posting, records, rules
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.types import OUTSIDE, CountedOne, CountedSale, HeldStanding, Standing, TierMove


def hold(member_id: int, on: date) -> HeldStanding:
    """Return where the member, or the survivor of its merge, stands, with the row locked."""
    family, standing = records.hold_one(member_id, on)
    level = standing.level if standing else rules.open_base(records.programme(), on)
    return HeldStanding(tuple(family), standing, level)


def count(sale: CountedSale, held: HeldStanding, by: Actor, at: datetime) -> CountedOne:
    """Count a receipt that nobody has counted; the database refuses a second time."""
    heir, day, standing = held.family[0], sale.business_date, held.standing
    programme = records.programme()
    before = records.spends_of_family(held.family)
    row = counting.row_of(heir, sale, posting.Purse.of(before).growth_of(sale, programme), at)
    decided = counting.Decided()
    decided.replay(heir, [counting.spend_of(row)], programme, history=History(before), standing=standing)
    records.insert_spends([row])
    posting.post([row], by, at)
    decided.write(by, at)
    after, base = decided.standings.get(heir, standing), rules.open_base(programme, day)
    opening = _level_at_opening(heir, standing, [move for _, move in decided.moves], day)
    return CountedOne(opening or base, after.level if after else base, row.growth)


def _level_at_opening(member_id: int, standing: Standing | None, moves: Sequence[TierMove], day: date) -> int:
    """Return the level when the day began; the moves before are read only where the day itself may have brought one."""
    if standing is not None and standing.period_from >= day:
        return rules.level_at_opening(records.moves_of([member_id])[member_id], day)
    return rules.level_at_opening(moves, day) or (standing.level if standing else OUTSIDE)
