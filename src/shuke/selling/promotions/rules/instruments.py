"""What a member uses up: coupons and entitlements. Which of them may be used here, and what each would take off.

Thresholds are judged on what the goods come to after promotions and hand, before any coupon; so whether a coupon may
be used never depends on the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shuke.foundation import money
from shuke.ledgers.coupons.types import Benefit, Coupon
from shuke.selling.promotions.rules import units
from shuke.selling.promotions.rules.compiled import Occasion, chosen
from shuke.selling.promotions.rules.sheet import UNIT, Because, Sheet, spread
from shuke.selling.promotions.types import Cause, Entitlement, GiftGiven, Reason

_ORDER = (
    Benefit.EXCHANGE,
    Benefit.NTH_ITEM,
    Benefit.PERCENT_OFF,
    Benefit.AMOUNT_OFF,
    Benefit.GIFT,
    Benefit.FREE_DELIVERY,
)
Parts = list[int]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A coupon or an entitlement that may be used in this basket; `positions` are the lines that it is for.

    Two with equal `alike` are the same but for their number and last day, and `group` lets one of several in.
    """

    order: tuple[int | str, ...]
    alike: tuple[object, ...]
    subject: str
    group: str | None
    positions: tuple[int, ...]
    why: Because
    coupon: Coupon | None = None
    percent_off: int = 0

    @property
    def gives_gift(self) -> bool:
        """Whether it adds a gift."""
        return self.coupon is not None and self.coupon.terms.benefit is Benefit.GIFT

    @property
    def frees_delivery(self) -> bool:
        """Whether it takes the delivery fee off."""
        return self.coupon is not None and self.coupon.terms.benefit is Benefit.FREE_DELIVERY

    @property
    def gift(self) -> GiftGiven | None:
        """The gift it adds, one unit."""
        if self.coupon is None or not self.gives_gift or self.coupon.terms.gift_sku_id is None:
            return None
        coupon = self.coupon
        return GiftGiven(coupon.terms.gift_sku_id or 0, UNIT, coupon.template, coupon.rule_version_id, coupon.id)

    def face(self, nets: list[int], pieces: list[int]) -> int:
        """Return what it would take off its lines if there were no floor; `nets` is what each line costs now."""
        if self.coupon is None:
            return money.ratio(sum(nets[position] for position in self.positions), self.percent_off, 100)
        terms = self.coupon.terms
        if terms.benefit is Benefit.AMOUNT_OFF:
            return terms.amount_minor
        if terms.benefit is Benefit.PERCENT_OFF:
            off = money.ratio(sum(nets[position] for position in self.positions), terms.percent_off, 100)
            return off if terms.max_off_minor is None else min(off, terms.max_off_minor)
        if terms.benefit is Benefit.NTH_ITEM:
            return units.nth_off(units.piles(self.positions, nets, pieces), terms.nth, terms.percent_off)
        return 0

    def parts(self, nets: list[int], floors: list[int], pieces: list[int]) -> Parts:
        """Return what it takes off each of its lines as they stand now."""
        rooms = [nets[position] - floors[position] for position in self.positions]
        if self.coupon is not None and self.coupon.terms.benefit is Benefit.EXCHANGE:
            return self._exchanged(self.coupon.terms.exchange_minor, nets, rooms, pieces)
        face = self.face(nets, pieces)
        return spread(face, rooms) if face else [0] * len(rooms)

    def _exchanged(self, price_minor: int, nets: list[int], rooms: Parts, pieces: list[int]) -> Parts:
        """One unit, of the line where that saves most, costs `price_minor`."""
        savings = [0] * len(rooms)
        for place, position in enumerate(self.positions):
            if pieces[position]:
                unit = money.ratio(nets[position], 1, pieces[position])
                savings[place] = min(max(unit - price_minor, 0), rooms[place])
        best = max(range(len(savings)), key=lambda place: (savings[place], -place), default=None)
        return [saving if place == best else 0 for place, saving in enumerate(savings)]


def of_entitlement(entitlement: Entitlement, sheet: Sheet) -> Instrument:
    """Return a member's entitlement: so many percent off the whole shop, one of them at a time."""
    why = Because(Cause.ENTITLEMENT, entitlement.code, entitlement_id=entitlement.id)
    return Instrument(
        order=(0, entitlement.percent_off, entitlement.code, "", entitlement.id),
        alike=("entitlement", entitlement.code, entitlement.percent_off),
        subject=f"entitlement:{entitlement.id}",
        group="entitlement",
        positions=tuple(range(len(sheet.lines))),
        why=why,
        percent_off=entitlement.percent_off,
    )


def of_coupon(coupon: Coupon, sheet: Sheet, occasion: Occasion, delivery_minor: int) -> Instrument | Reason:
    """Return the coupon ready to be used in this basket, or why it may not be."""
    obstacle = _obstacle(coupon, occasion)
    if obstacle:
        return _reason(obstacle, coupon)
    positions = [position for position, line in enumerate(sheet.lines) if chosen(coupon.terms.goods, line)]
    if not positions:
        return _reason("no_goods", coupon)
    if not coupon.terms.with_promotions:
        positions = [position for position in positions if not sheet.promoted[position]]
        if not positions:
            return _reason("not_with_promotions", coupon)
    missing = coupon.terms.threshold_minor - sheet.total(positions)
    if missing > 0:
        return _reason("below_threshold", coupon, missing)
    ready = _ready(coupon, tuple(positions))
    return ready if _gives(ready, sheet, delivery_minor) else _reason("gives_nothing", coupon)


def _obstacle(coupon: Coupon, occasion: Occasion) -> str | None:
    if coupon.member_id is not None and coupon.member_id != occasion.standing.member_id:
        return "of_another_member"
    if occasion.day < coupon.valid_from:
        return "not_yet_valid"
    if coupon.expires_on is not None and occasion.day >= coupon.expires_on:
        return "expired"
    return coupon.terms.opening.closed(store_id=occasion.store_id, channel=occasion.channel, local=occasion.local)


def _ready(coupon: Coupon, positions: tuple[int, ...]) -> Instrument:
    terms = coupon.terms
    expires = coupon.expires_on.isoformat() if coupon.expires_on else "9999"
    content = f"{terms.threshold_minor}:{terms.percent_off}:{terms.amount_minor}:{terms.nth}:{terms.exchange_minor}"
    return Instrument(
        order=(1 + _ORDER.index(terms.benefit), -terms.percent_off, coupon.template, content, expires, coupon.id),
        alike=(coupon.template, coupon.rule_version_id, terms, coupon.funder_id),
        subject=f"coupon:{coupon.id}",
        group=None if terms.group is None else f"coupon:{terms.group}",
        positions=positions,
        why=Because(
            Cause.COUPON, coupon.template, coupon.rule_version_id, coupon_id=coupon.id, funder_id=coupon.funder_id
        ),
        coupon=coupon,
        percent_off=terms.percent_off if terms.benefit is Benefit.PERCENT_OFF else 0,
    )


def _gives(ready: Instrument, sheet: Sheet, delivery_minor: int) -> bool:
    if ready.gives_gift:
        return ready.gift is not None
    if ready.frees_delivery:
        return delivery_minor > 0
    return any(ready.parts(sheet.net, sheet.floor, sheet.units))


def _reason(code: str, coupon: Coupon, detail: int | None = None) -> Reason:
    return Reason(f"coupon.{code}", f"coupon:{coupon.id}", detail)


def in_order(instruments: Sequence[Instrument]) -> list[Instrument]:
    """Sort into the order of use: entitlement, exchange, N-th item, percent, amount, gift, delivery."""
    return sorted(instruments, key=lambda one: one.order)
