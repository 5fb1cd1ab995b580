"""The first step: each line's own price. Of member, tier and limited price the lowest counts, and only one of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shuke.foundation import money
from shuke.selling.promotions.document import LimitedPrice, MemberPrice, SkuPrice, TierDiscount
from shuke.selling.promotions.rules.compiled import LiveRule, Occasion, Touch
from shuke.selling.promotions.rules.sheet import Because, Sheet, amount
from shuke.selling.promotions.types import BasketLine, Cause, Standing

_ORDER = (Cause.MEMBER_PRICE, Cause.TIER_DISCOUNT, Cause.LIMITED_PRICE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    unit_minor: int
    cause: Cause
    rule: LiveRule

    @property
    def rank(self) -> tuple[int, int, str]:
        return (self.unit_minor, _ORDER.index(self.cause), self.rule.code)


def apply(sheet: Sheet, touching: Iterable[Touch], occasion: Occasion) -> None:
    """Give each line its lowest price; a price below the floor stops at the floor."""
    best: dict[int, _Candidate] = {}
    for rule, positions in touching:
        if not rule.sets_line_price:
            continue
        for position in positions:
            for candidate in _candidates(rule, sheet.lines[position], occasion.standing):
                if position not in best or candidate.rank < best[position].rank:
                    best[position] = candidate
    for position, candidate in sorted(best.items()):
        _take(sheet, position, candidate)


def _candidates(rule: LiveRule, line: BasketLine, standing: Standing) -> Iterator[_Candidate]:
    offer = rule.document.offer
    if isinstance(offer, MemberPrice) and standing.member_id is not None:
        yield from (_Candidate(unit, Cause.MEMBER_PRICE, rule) for unit in _reached(offer.prices, line, standing))
    elif isinstance(offer, LimitedPrice):
        yield from (_Candidate(unit, Cause.LIMITED_PRICE, rule) for unit in _reached(offer.prices, line, standing))
    elif isinstance(offer, TierDiscount) and standing.member_id is not None:
        percent = percent_at(offer, standing.tier_level)
        if percent:
            unit = money.ratio(line.unit_list_minor, 100 - percent, 100)
            yield _Candidate(unit, Cause.TIER_DISCOUNT, rule)


def _reached(prices: Iterable[SkuPrice], line: BasketLine, standing: Standing) -> Iterator[int]:
    for price in prices:
        open_to_all = price.min_level == 0
        reached = standing.member_id is not None and standing.tier_level >= price.min_level
        if price.sku_id == line.sku_id and (open_to_all or reached):
            yield price.unit_minor


def percent_at(offer: TierDiscount, level: int) -> int:
    """Return the percent off at a level: that of the highest level listed at or below it, 0 below the first."""
    listed = [known for known in offer.percent_off if known <= level]
    return offer.percent_off[max(listed)] if listed else 0


def _take(sheet: Sheet, position: int, candidate: _Candidate) -> None:
    price = amount(candidate.unit_minor, sheet.lines[position].quantity_milli)
    off = min(sheet.net[position] - price, sheet.room(position))
    if off <= 0:
        return
    rule = candidate.rule
    why = Because(candidate.cause, rule.code, rule.version_id, funder_id=rule.document.funder_id)
    sheet.take((position,), (off,), why)
    sheet.priced[position] = True
    sheet.codes[position].add(rule.code)
