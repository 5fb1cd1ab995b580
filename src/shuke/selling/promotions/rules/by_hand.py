"""The third step: what somebody takes off by hand, within the limit of the role."""

from shuke.foundation import money
from shuke.foundation.money import Rounding
from shuke.foundation.refusals import Refusal
from shuke.selling.promotions.document import PricePolicy
from shuke.selling.promotions.rules.sheet import Because, Sheet, spread
from shuke.selling.promotions.types import Basket, Cause, ManualDiscount, Reason


class BeyondRole(Refusal):
    """A hand takes off more than its role may."""

    code = "promotions.beyond_role"
    status = 403
    zh = "超出该角色的手工优惠上限:{limit_minor} 分"
    en = "More than this role may take off by hand: {limit_minor} fen"


class NoSuchLine(Refusal):
    """A discount by hand names a line that is not in the basket."""

    code = "promotions.no_such_line"
    status = 422
    zh = "购物车中没有第 {line_no} 行"
    en = "There is no line {line_no} in the basket"


def apply(sheet: Sheet, basket: Basket, policy: PricePolicy) -> list[Reason]:
    """Take off what is asked for; return where the floor left a part of it. Refuse what exceeds the role's limit."""
    before, reasons = list(sheet.net), []
    for discount in _in_order(basket):
        positions = _lines_of(sheet, discount)
        _within_limit(sheet, before, positions, discount, policy)
        parts = spread(discount.amount_minor, sheet.rooms(positions))
        sheet.take(positions, parts, Because(Cause.MANUAL, discount.role))
        short = discount.amount_minor - sum(parts)
        if short:
            subject = "basket" if discount.line_no is None else f"line:{discount.line_no}"
            reasons.append(Reason("manual.stopped_at_floor", subject, short))
    return reasons


def _in_order(basket: Basket) -> list[ManualDiscount]:
    """Those of single lines first, then those of the whole basket."""
    return sorted(
        basket.manual, key=lambda one: (one.line_no is None, one.line_no or 0, one.role, one.amount_minor, one.reason)
    )


def _lines_of(sheet: Sheet, discount: ManualDiscount) -> list[int]:
    if discount.line_no is None:
        return list(range(len(sheet.lines)))
    found = [position for position, line in enumerate(sheet.lines) if line.line_no == discount.line_no]
    if not found:
        raise NoSuchLine(field="manual", line_no=discount.line_no)
    return found


def _within_limit(
    sheet: Sheet, before: list[int], positions: list[int], discount: ManualDiscount, policy: PricePolicy
) -> None:
    """All that hands take off these lines counts together: a discount cut in pieces is still one."""
    percent = policy.manual_percent.get(discount.role, 0)
    limit = money.ratio(sum(before[position] for position in positions), percent, 100, Rounding.DOWN)
    taken = sum(before[position] - sheet.net[position] for position in positions)
    if taken + discount.amount_minor > limit:
        raise BeyondRole(field="manual", limit_minor=limit)
