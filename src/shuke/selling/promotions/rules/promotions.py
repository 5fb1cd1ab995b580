"""The second step: promotions, the greater priority first. A stacking group takes a line once.

Each promotion looks at what its lines cost at this point. What it takes off is shared by all lines that made it
possible, so that nobody can bring the paid one back and keep the free one.
"""

from collections.abc import Callable, Iterable, Sequence

from shuke.foundation import money
from shuke.selling.promotions.document import AddOn, AnyN, Bundle, NthItem, Step, Threshold
from shuke.selling.promotions.rules import units
from shuke.selling.promotions.rules.compiled import LiveRule, Touch, chosen
from shuke.selling.promotions.rules.sheet import Because, Sheet, spread
from shuke.selling.promotions.types import Cause, GiftGiven, Reason

Costs = dict[int, int]
# Lots of a promotion in one basket: a wholesaler's slip of the keyboard must not hold up the till.
MOST_LOTS = 1_000


class Promoting:
    """Walks through the promotions of a basket, and keeps the gifts and the reasons."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.gifts: list[GiftGiven] = []
        self.reasons: list[Reason] = []

    def apply(self, touching: Iterable[Touch]) -> None:
        """Apply each promotion to the lines that are still free for it."""
        for rule, positions in touching:
            if rule.sets_line_price:
                continue
            free = self._free(rule, positions)
            if free:
                self._offer(rule, free)

    def name_idle_add_ons(self) -> None:
        """Say which lines were put in at an add-on price and did not get one."""
        for position, line in enumerate(self.sheet.lines):
            if line.add_on and not self.sheet.promoted[position]:
                self.reasons.append(Reason("add_on.not_earned", f"line:{line.line_no}"))

    def _free(self, rule: LiveRule, positions: list[int]) -> list[int]:
        """Return those of the lines that the promotion may still count and touch."""
        sheet, group, also_priced = self.sheet, rule.document.group, rule.document.on_priced_lines
        return [
            position
            for position in positions
            if group not in sheet.claims[position]
            and (also_priced or not sheet.priced[position])
            and not sheet.lines[position].add_on
            and rule.never_with.isdisjoint(sheet.codes[position])
        ]

    def _offer(self, rule: LiveRule, free: list[int]) -> None:
        offer = rule.document.offer
        if isinstance(offer, Threshold):
            self._threshold(rule, offer, free)
        elif isinstance(offer, NthItem):
            self._nth_item(rule, offer, free)
        elif isinstance(offer, AnyN):
            self._any_n(rule, offer, free)
        elif isinstance(offer, Bundle):
            self._bundle(rule, offer, free)
        elif isinstance(offer, AddOn):
            self._add_on(rule, offer, free)

    def _threshold(self, rule: LiveRule, offer: Threshold, free: list[int]) -> None:
        by_amount = offer.by == "amount"
        reached = self.sheet.total(free) if by_amount else sum(self.sheet.units[position] for position in free)
        steps = [step for step in offer.steps if step.at <= reached]
        if len(steps) < len(offer.steps):
            missing = offer.steps[len(steps)].at - reached
            self._say(rule, "below_threshold" if by_amount else "too_few_units", missing)
        if not steps:
            return
        step, times = steps[-1], 1
        if offer.each:
            times = min(reached // step.at, offer.max_times or reached)
        self._take(rule, Cause.THRESHOLD, self._off(step, times, free), free)
        self._give(rule, step, times, free)

    def _off(self, step: Step, times: int, free: list[int]) -> int:
        if step.percent_off:
            return money.ratio(self.sheet.total(free), step.percent_off, 100)
        return step.amount_off_minor * times

    def _give(self, rule: LiveRule, step: Step, times: int, free: list[int]) -> None:
        for gift in step.gifts:
            self.gifts.append(GiftGiven(gift.sku_id, gift.quantity_milli * times, rule.code, rule.version_id))
        if step.gifts:
            self._claim(rule, free)

    def _nth_item(self, rule: LiveRule, offer: NthItem, free: list[int]) -> None:
        heap = self._piles(free)
        count = sum(pile.units for pile in heap)
        if count < offer.nth:
            self._say(rule, "too_few_units", offer.nth - count)
            return
        costs = {pile.position: pile.net for pile in heap}
        self._share(rule, Cause.NTH_ITEM, units.nth_off(heap, offer.nth, offer.percent_off), costs)

    def _any_n(self, rule: LiveRule, offer: AnyN, free: list[int]) -> None:
        heap = units.dearest_first(self._piles(free))
        count = sum(pile.units for pile in heap)
        if count < offer.count:
            self._say(rule, "too_few_units", offer.count - count)
        self._lots(rule, Cause.ANY_N, lambda: units.take(heap, offer.count), offer.price_minor)

    def _bundle(self, rule: LiveRule, offer: Bundle, free: list[int]) -> None:
        heap = units.dearest_first(self._piles(free))
        parts = [(self._part(rule, number, heap), part.units) for number, part in enumerate(offer.parts)]
        if any(sum(pile.units for pile in own) < count for own, count in parts):
            self._say(rule, "bundle_not_whole", None)
            return
        self._lots(rule, Cause.BUNDLE, lambda: _one_bundle(parts), offer.price_minor)

    def _lots(self, rule: LiveRule, cause: Cause, take: Callable[[], Costs | None], price_minor: int) -> None:
        """Give one lot after the other for its price, while there is one that costs more."""
        off, costs, lots = 0, Costs(), 0
        while lots < MOST_LOTS and (some := take()) and (dear := sum(some.values())) > price_minor:
            off, costs, lots = off + dear - price_minor, _together(costs, some), lots + 1
        self._share(rule, cause, off, costs)

    def _part(self, rule: LiveRule, number: int, heap: list[units.Pile]) -> list[units.Pile]:
        goods = rule.choices[number]
        return [pile for pile in heap if chosen(goods, self.sheet.lines[pile.position])]

    def _add_on(self, rule: LiveRule, offer: AddOn, free: list[int]) -> None:
        sheet = self.sheet
        prices = {price.sku_id: price.unit_minor for price in offer.items}
        wanted = [
            position
            for position, line in enumerate(sheet.lines)
            if line.add_on and line.sku_id in prices and not sheet.promoted[position]
        ]
        if not wanted:
            return
        if sheet.total(free) < offer.threshold_minor:
            self._say(rule, "below_threshold", offer.threshold_minor - sheet.total(free))
            return
        left = offer.max_units
        for pile in units.dearest_first(self._piles(wanted)):
            some = min(left, pile.units)
            unit_minor = prices[sheet.lines[pile.position].sku_id]
            self._take(rule, Cause.ADD_ON, pile.take(some) - unit_minor * some, [pile.position])
            left -= some

    def _share(self, rule: LiveRule, cause: Cause, off: int, costs: Costs) -> None:
        """Take `off` from the lines whose units took part, in proportion to what these may still fall."""
        positions = sorted(costs)
        rooms = [min(costs[position], self.sheet.room(position)) for position in positions]
        self._take_parts(rule, cause, positions, spread(off, rooms) if positions else [])

    def _take(self, rule: LiveRule, cause: Cause, off: int, positions: list[int]) -> None:
        self._take_parts(rule, cause, positions, spread(max(off, 0), self.sheet.rooms(positions)))

    def _take_parts(self, rule: LiveRule, cause: Cause, positions: Sequence[int], parts: Sequence[int]) -> None:
        if any(parts):
            why = Because(cause, rule.code, rule.version_id, funder_id=rule.document.funder_id)
            self.sheet.take(positions, parts, why)
            self._claim(rule, positions)

    def _claim(self, rule: LiveRule, positions: Iterable[int]) -> None:
        """The lines took part: no other promotion of the group, and none that is excluded, may count them again."""
        for position in positions:
            self.sheet.codes[position].add(rule.code)
            if rule.document.group is not None:
                self.sheet.claims[position].add(rule.document.group)

    def _piles(self, positions: Iterable[int]) -> list[units.Pile]:
        return units.piles(positions, self.sheet.net, self.sheet.units)

    def _say(self, rule: LiveRule, code: str, detail: int | None) -> None:
        self.reasons.append(Reason(f"promotion.{code}", f"rule:{rule.code}", detail))


def _one_bundle(parts: Sequence[tuple[list[units.Pile], int]]) -> Costs | None:
    """Fill each part in its order; return what the units cost by line, None where a part stays empty."""
    costs: Costs = {}
    for heap, count in parts:
        some = units.take(heap, count)
        if some is None:
            return None
        costs = _together(costs, some)
    return costs


def _together(costs: Costs, more: Costs) -> Costs:
    return {position: costs.get(position, 0) + more.get(position, 0) for position in costs.keys() | more.keys()}
