"""Birthday presents: on the day, once a year."""

from datetime import date, datetime

from shuke.foundation import ids
from shuke.foundation.actors import Actor
from shuke.foundation.members import queries as members
from shuke.ledgers.growth import queries as tiers
from shuke.selling.rewards import exchanging, queries, refused, rules
from shuke.selling.rewards.models import RewardExchange
from shuke.selling.rewards.types import Occasion


def give_birthdays(*, on: date, by: Actor, at: datetime) -> int:
    """Give whoever has their birthday on the day what is given on birthdays; return how many were given now.

    Each is its own transaction and is given once a year, however often this runs; where stock ends, so do the presents.
    """
    presents = [(code, terms) for code, _, terms in queries.rewards_on(on) if terms.on_birthday]
    if not presents:
        return 0
    born = sorted({who for month, day in rules.birthdays_on(on) for who in members.birthdays(month, day)})
    levels = tiers.levels_of(born, on=on)
    given = 0
    for code, terms in presents:
        grown = [who for who in born if levels.get(who, 0) >= terms.min_level]
        given += sum(_give(code, who, on, by, at) for who in grown)
    return given


def _give(code: str, member_id: int, on: date, by: Actor, at: datetime) -> bool:
    key = f"birthday:{on.year}"
    known = RewardExchange._base_manager.filter(member_id=member_id, reward=code, occasion_key=key)
    if known.exists():
        return False
    try:
        exchanging.give(
            exchange_id=ids.new(),
            member_id=member_id,
            reward=code,
            occasion=Occasion.BIRTHDAY,
            occasion_key=key,
            reason="birthday",
            by=by,
            at=at,
        )
    except (refused.GiftsGone, refused.HadEnough, refused.MemberFrozen):
        return False
    return True
