"""The price of a basket, as one walk: list, line prices, promotions, by hand, and the best of what the member holds.

The floor is held at each step, so that nothing ever has to be given back.
"""

from collections.abc import Sequence

from shuke.ledgers.coupons.types import Coupon
from shuke.selling.promotions.document import EarlyAccess
from shuke.selling.promotions.rules import by_hand, instruments, line_prices
from shuke.selling.promotions.rules.combination import Found, Search
from shuke.selling.promotions.rules.compiled import Occasion, RuleSet, Touch
from shuke.selling.promotions.rules.instruments import Instrument
from shuke.selling.promotions.rules.promotions import Promoting
from shuke.selling.promotions.rules.sheet import Sheet
from shuke.selling.promotions.types import Basket, Combination, GiftGiven, Priced, Reason, Standing


def price(basket: Basket, standing: Standing, rules: RuleSet, coupons: Sequence[Coupon]) -> Priced:
    """Return the basket with its price; refuse what a hand may not take off.

    No line costs less than its floor or less than nothing, the deductions of a line add up to what is off its list
    price, and no coupon or entitlement more ever makes the basket dearer.
    """
    _is_a_basket(basket)
    occasion = rules.occasion(basket, standing)
    sheet = Sheet(basket.lines, rules.policy)
    touching = rules.touching(sheet.lines, occasion)
    line_prices.apply(sheet, touching, occasion)
    promoting = Promoting(sheet)
    promoting.apply(touching)
    promoting.name_idle_add_ons()
    reasons = [*promoting.reasons, *by_hand.apply(sheet, basket, rules.policy)]
    choice = _Choice(sheet, occasion, basket.delivery_minor, coupons)
    gifts = choice.use()
    return Priced(
        lines=sheet.priced_lines(basket.lines),
        gifts=(*promoting.gifts, *gifts),
        used=choice.combination(choice.best),
        second=choice.combination(choice.second) if choice.second else None,
        delivery_minor=choice.best.delivery_minor,
        reasons=(*reasons, *choice.reasons),
        blocked=tuple(_not_yet_on_sale(sheet, touching, occasion)),
    )


def _is_a_basket(basket: Basket) -> None:
    if len({line.line_no for line in basket.lines}) < len(basket.lines):
        raise ValueError("two lines of a basket bear the same number")
    if any(line.quantity_milli <= 0 or line.unit_list_minor < 0 for line in basket.lines):
        raise ValueError("a basket holds positive quantities at prices that are not negative")
    if basket.delivery_minor < 0 or any(discount.amount_minor <= 0 for discount in basket.manual):
        raise ValueError("a delivery costs no less than nothing, and a hand takes something off")


def _not_yet_on_sale(sheet: Sheet, touching: Sequence[Touch], occasion: Occasion) -> list[Reason]:
    """Name the lines that are kept for higher tiers until they go on sale to everybody."""
    standing, blocked = occasion.standing, []
    for rule, positions in touching:
        offer = rule.document.offer
        if not isinstance(offer, EarlyAccess) or occasion.day >= offer.public_on:
            continue
        if standing.member_id is None or standing.tier_level < offer.min_level:
            lines = sorted(sheet.lines[position].line_no for position in positions)
            blocked += [Reason("line.not_yet_on_sale", f"line:{number}", offer.min_level) for number in lines]
    return blocked


class _Choice:
    """Chooses among the coupons and entitlements that may be used here."""

    def __init__(self, sheet: Sheet, occasion: Occasion, delivery_minor: int, coupons: Sequence[Coupon]) -> None:
        self._sheet = sheet
        judged = [instruments.of_coupon(coupon, sheet, occasion, delivery_minor) for coupon in _each_once(coupons)]
        self.reasons = sorted(
            (one for one in judged if isinstance(one, Reason)), key=lambda reason: (reason.subject, reason.code)
        )
        usable = [one for one in judged if isinstance(one, Instrument)]
        usable += [instruments.of_entitlement(one, sheet) for one in occasion.standing.entitlements if one.percent_off]
        self._usable = instruments.in_order(usable)
        search = Search(self._usable, sheet.net, sheet.floor, sheet.units, delivery_minor)
        search.run()
        self.best = search.best
        self.second = search.second
        if search.gave_up:
            self.reasons.append(Reason("coupon.too_many_to_try", "basket", search.looks))

    def use(self) -> list[GiftGiven]:
        """Take the best combination off the lines and return its gifts; say of the others why they were left."""
        sheet, gifts = self._sheet, []
        for place in self.best.places:
            one = self._usable[place]
            if one.gift is not None:
                gifts.append(one.gift)
            elif not one.frees_delivery:
                face = one.face(sheet.net, sheet.units)
                parts = one.parts(sheet.net, sheet.floor, sheet.units)
                sheet.take(one.positions, parts, one.why)
                if face > sum(parts):
                    self.reasons.append(Reason("coupon.stopped_at_floor", one.subject, face - sum(parts)))
        used_groups = {self._usable[place].group: self._usable[place].subject for place in self.best.places}
        for place, one in enumerate(self._usable):
            if place not in self.best.places:
                self.reasons.append(self._why_left(one, used_groups))
        return gifts

    def _why_left(self, one: Instrument, used_groups: dict[str | None, str]) -> Reason:
        if one.group is not None and one.group in used_groups:
            return Reason("coupon.another_of_its_group", one.subject, int(used_groups[one.group].split(":")[1]))
        if not one.gives_gift and not one.frees_delivery:
            sheet = self._sheet
            if not any(one.parts(sheet.net, sheet.floor, sheet.units)):
                return Reason("coupon.gives_nothing_more", one.subject)
        return Reason("coupon.cheaper_without", one.subject)

    def combination(self, found: Found) -> Combination:
        """Return a combination by the ids of its coupons and entitlement."""
        used = [self._usable[place].why for place in found.places]
        return Combination(
            coupon_ids=tuple(why.coupon_id for why in used if why.coupon_id is not None),
            net_minor=found.lines_minor,
            delivery_minor=found.delivery_minor,
            gifts=found.gifts,
            entitlement_ids=tuple(why.entitlement_id for why in used if why.entitlement_id is not None),
        )


def _each_once(coupons: Sequence[Coupon]) -> list[Coupon]:
    return list({coupon.id: coupon for coupon in coupons}.values())
