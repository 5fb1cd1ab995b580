"""The first step: each line's own price. Of member, tier and limited price the lowest counts, and only one of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shuke.foundation import money
from shuke.selling.promotions.document import LimitedPrice, MemberPrice, SkuPrice, TierDiscount
from shuke.selling.promotions.rules.compiled import LiveRule, Occasion, Touch
from shuke.selling.promotions.rules.sheet import Because, Sheet, amount
from shuke.selling.promotions.types import Cause, Standing

_ORDER = {Cause.MEMBER_PRICE: 0, Cause.TIER_DISCOUNT: 1, Cause.LIMITED_PRICE: 2}


@dataclass(slots=True)
class _Best:
    """The lowest price of one unit that was found for a line so far; equal ones go by cause and code."""

    rank: tuple[int, int, str]
    cause: Cause
    rule: LiveRule


def apply(sheet: Sheet, touching: Iterable[Touch], occasion: Occasion) -> None:
    """Give each line its lowest price; a price below the floor stops at the floor."""
    best: dict[int, _Best] = {}
    for rule, positions in touching:
        cause = _cause(rule, occasion.standing)
        if cause is None:
            continue
        for position, unit_minor in _units(rule, sheet, positions, occasion.standing):
            rank = (unit_minor, _ORDER[cause], rule.code)
            known = best.get(position)
            if known is None or rank < known.rank:
                best[position] = _Best(rank, cause, rule)
    for position, found in sorted(best.items()):
        _take(sheet, position, found)


def _cause(rule: LiveRule, standing: Standing) -> Cause | None:
    """Return what kind of line price the rule sets for this customer; None for other promotions, and for strangers."""
    if not rule.sets_line_price:
        return None
    if isinstance(rule.document.offer, LimitedPrice):
        return Cause.LIMITED_PRICE
    if standing.member_id is None:
        return None
    return Cause.MEMBER_PRICE if isinstance(rule.document.offer, MemberPrice) else Cause.TIER_DISCOUNT


def _units(rule: LiveRule, sheet: Sheet, positions: Iterable[int], standing: Standing) -> Iterator[tuple[int, int]]:
    """Yield, for each line that the rule has a price for, its place and what one unit would cost."""
    offer = rule.document.offer
    if isinstance(offer, TierDiscount):
        left = 100 - percent_at(offer, standing.tier_level)
        if left < 100:
            for position in positions:
                yield position, money.ratio(sheet.lines[position].unit_list_minor, left, 100)
        return
    for position in positions:
        for price in rule.prices.get(sheet.lines[position].sku_id, ()):
            if _reaches(price, standing):
                yield position, price.unit_minor


def _reaches(price: SkuPrice, standing: Standing) -> bool:
    return price.min_level == 0 or (standing.member_id is not None and standing.tier_level >= price.min_level)


def percent_at(offer: TierDiscount, level: int) -> int:
    """Return the percent off at a level: that of the highest level listed at or below it, 0 below the first."""
    listed = [known for known in offer.percent_off if known <= level]
    return offer.percent_off[max(listed)] if listed else 0


def _take(sheet: Sheet, position: int, found: _Best) -> None:
    price = amount(found.rank[0], sheet.lines[position].quantity_milli)
    off = min(sheet.net[position] - price, sheet.room(position))
    if off <= 0:
        return
    rule = found.rule
    why = Because(found.cause, rule.code, rule.version_id, funder_id=rule.document.funder_id)
    sheet.take((position,), (off,), why)
    sheet.priced[position] = True
    sheet.codes[position].add(rule.code)
