"""What comes back of an order: which part of each line, and therefore which part of every amount. Pure.

Every amount is cut by `Portion`, so that the parts of any number of returns, in any order, sum to what was sold and
paid. Each means of payment gives back its own share; what is below a fen waits for the goods that come back last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shuke.foundation.refusals import Refusal
from shuke.ledgers.book.types import Portion
from shuke.selling.checkout.types import STORED, BackLine, Completed, Paid, SoldLine, TenderKind
from shuke.selling.promotions.types import Deduction


class MoreThanSold(Refusal):
    """No more of a line comes back than was sold and has not come back yet."""

    code = "checkout.more_than_sold"
    zh = "第 {line} 行可退数量只剩 {left}(千分之一单位)"
    en = "Of line {line} only {left} (thousandths of a unit) can still come back"


class NothingLeft(Refusal):
    """All of the order has come back."""

    code = "checkout.nothing_left"
    zh = "该订单已全部退货"
    en = "All of this order has come back"


@dataclass(frozen=True, slots=True)
class ComingBack:
    """The lines of a return (with negative amounts), what each means pays back, and whether nothing is left then.

    `quantities` is line number of the sale → milli-units that come back now.
    """

    lines: tuple[SoldLine, ...]
    paid: tuple[Paid, ...]
    quantities: Mapping[int, int]
    is_whole: bool

    @property
    def net_minor(self) -> int:
        """What the goods that come back had cost, as a negative amount."""
        return sum(line.net_minor for line in self.lines)

    @property
    def money_minor(self) -> int:
        """What is paid back over all means, as a positive amount."""
        return -sum(each.amount_minor for each in self.paid)


def come_back(sold: Completed, before: Mapping[int, int], asked: Sequence[BackLine] | None) -> ComingBack:
    """Return what comes back now; `before` is line number → milli-units that came back earlier.

    Refuses MoreThanSold, NothingLeft.
    """
    now = _quantities(sold, before, asked)
    lines = [_part(line, before.get(line.line_no, 0), now[line.line_no]) for line in sold.lines if line.line_no in now]
    numbered = tuple(replace(line, line_no=number) for number, line in enumerate(lines, 1))
    is_whole = all(before.get(line.line_no, 0) + now.get(line.line_no, 0) == line.quantity_milli for line in sold.lines)
    return ComingBack(numbered, _paid_back(sold, before, now), now, is_whole)


def _quantities(sold: Completed, before: Mapping[int, int], asked: Sequence[BackLine] | None) -> dict[int, int]:
    left = {line.line_no: line.quantity_milli - before.get(line.line_no, 0) for line in sold.lines}
    if not any(left.values()):
        raise NothingLeft
    if asked is None:
        return {line_no: quantity for line_no, quantity in left.items() if quantity}
    now: dict[int, int] = {}
    for back in asked:
        now[back.line_no] = now.get(back.line_no, 0) + back.quantity_milli
    for line_no, quantity in now.items():
        if not 0 < quantity <= left.get(line_no, 0):
            raise MoreThanSold(field="lines", line=line_no, left=left.get(line_no, 0))
    if not now:
        raise NothingLeft(field="lines")
    return now


def _part(line: SoldLine, before: int, now: int) -> SoldLine:
    """Return so much of a line as comes back, with negative amounts."""
    part = Portion(before, now, line.quantity_milli)
    return SoldLine(
        line_no=line.line_no,
        sku_id=line.sku_id,
        category_id=line.category_id,
        quantity_milli=-now,
        list_minor=-part.of(line.list_minor),
        net_minor=-part.of(line.net_minor),
        earnable_minor=-part.of(line.earnable_minor),
        cost_minor=None if line.cost_minor is None else -part.of(line.cost_minor),
        deductions=tuple(_undone(each, part) for each in line.deductions),
        gift_of=line.gift_of,
        original_line_no=line.line_no,
    )


def _undone(off: Deduction, part: Portion) -> Deduction:
    """Return the share of a deduction that goes with what comes back, below zero."""
    return replace(off, amount_minor=-part.of(off.amount_minor))


def _paid_back(sold: Completed, before: Mapping[int, int], now: Mapping[int, int]) -> tuple[Paid, ...]:
    """Return what each means pays back: a pass the sessions of its line, all others their share of the rest."""
    by_pass = [each for each in sold.paid if each.kind is TenderKind.PASS]
    share = _share(sold, _left_to_pay(sold, by_pass), before, now)
    back = [
        replace(each, amount_minor=-share.of(each.amount_minor), points=-share.of(each.points))
        for each in _means(sold.paid)
    ]
    back += [_sessions_back(sold, each, before, now) for each in by_pass if each.line_no in now]
    return tuple(each for each in back if each.amount_minor or each.points or each.sessions)


def _means(paid: Sequence[Paid]) -> list[Paid]:
    """Return what paid but passes, principal and bonus as one: which of them comes back first is no matter of shares.

    Of which card it came is asked of stored value, which knows whom it took it from.
    """
    stored = [each for each in paid if each.kind in STORED]
    others = [each for each in paid if each.kind not in STORED and each.kind is not TenderKind.PASS]
    if not stored:
        return others
    return [*others, replace(stored[0], amount_minor=sum(each.amount_minor for each in stored), instrument_id=None)]


def _sessions_back(sold: Completed, paid: Paid, before: Mapping[int, int], now: Mapping[int, int]) -> Paid:
    """Return the sessions that come back with units of their line; part of a unit waits for the rest of it."""
    line_no = paid.line_no or 0
    quantity = next(line.quantity_milli for line in sold.lines if line.line_no == line_no)
    came = Portion(0, before.get(line_no, 0), quantity).of(paid.sessions)
    comes = Portion(before.get(line_no, 0), now[line_no], quantity).of(paid.sessions)
    amount = Portion(came, comes, paid.sessions).of(paid.amount_minor)
    return replace(paid, amount_minor=-amount, sessions=-comes)


def _left_to_pay(sold: Completed, by_pass: Sequence[Paid]) -> dict[int, int]:
    """Return line number → what of its price no pass has paid."""
    left = {line.line_no: line.net_minor for line in sold.lines}
    for each in by_pass:
        left[each.line_no or 0] -= each.amount_minor
    return left


def _share(sold: Completed, left: Mapping[int, int], before: Mapping[int, int], now: Mapping[int, int]) -> Portion:
    """Return which part of the money goes back: that of the prices; of goods given for nothing, that of the pieces."""
    priced = any(left.values())
    weight = {line.line_no: left[line.line_no] if priced else line.quantity_milli for line in sold.lines}
    came = sum(_value(line, weight, 0, before.get(line.line_no, 0)) for line in sold.lines)
    comes = sum(_value(line, weight, before.get(line.line_no, 0), now.get(line.line_no, 0)) for line in sold.lines)
    return Portion(came, comes, sum(weight.values()))


def _value(line: SoldLine, weight: Mapping[int, int], before: int, quantity: int) -> int:
    return Portion(before, quantity, line.quantity_milli).of(weight[line.line_no])
