"""Which tier a history makes, from when to when, and what is still missing. Pure; told in docs/algorithms/tiers.md.

Purchases raise at once; the end of a validity keeps or lowers; returns only take away from what counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shuke.foundation import dates, money
from shuke.ledgers.book.types import Portion
from shuke.ledgers.growth.document import (
    Benefit,
    CalendarYear,
    ForMonths,
    GrowthRate,
    GrowthValue,
    KeepBySpend,
    Level,
    RollingMonths,
    SingleOrder,
    SpendSum,
    TierRules,
    ToYearEnd,
    Window,
)
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.types import (
    OUTSIDE,
    Grant,
    GrantKind,
    MoveKind,
    Need,
    Needed,
    NeedKind,
    Reason,
    Spend,
    SpendKind,
    Standing,
    TierMove,
    standing_after,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """A version of the tier rules and the day from which it holds."""

    version_id: int
    effective_from: date
    rules: TierRules


@dataclass(frozen=True, slots=True)
class Programme:
    """Every version of the tier rules, in the order in which they come into force."""

    versions: tuple[Dated, ...]

    def on(self, day: date) -> Dated | None:
        """Return the version in force on the day, or None before the first."""
        return next((version for version in reversed(self.versions) if version.effective_from <= day), None)


@dataclass(frozen=True, slots=True)
class Step:
    """What one event does: where the member stood just before it, the moves it makes, and the standing after it."""

    event: Spend | Grant
    before: Standing | None
    moves: tuple[TierMove, ...]
    after: Standing | None


def decide(history: History, standing: Standing | None, programme: Programme, on: date) -> TierMove | None:
    """Return the next move that is due on the day, or None: first a joining, then an ended validity, then a rise."""
    if standing is not None and standing.valid_until is not None and standing.valid_until < on:
        return _end_of_validity(history, standing, programme, standing.valid_until)
    version = programme.on(on)
    if version is None:
        return None
    if standing is None:
        return _joining(history, version, on)
    return _rise(history, standing.level, version, on)


def settle(
    history: History, standing: Standing | None, programme: Programme, on: date
) -> tuple[list[TierMove], Standing | None]:
    """Return the moves that ended validities make by the day, and where the member stands after them."""
    moves: list[TierMove] = []
    while standing is not None and standing.valid_until is not None and standing.valid_until < on:
        move = _end_of_validity(history, standing, programme, standing.valid_until)
        if move is None:
            break
        moves.append(move)
        standing = standing.after(move)
    return moves, standing


def replay(
    events: Iterable[Spend | Grant],
    programme: Programme,
    until: date,
    *,
    history: History | None = None,
    standing: Standing | None = None,
) -> list[TierMove]:
    """Return the moves that the events make, in the order of their days, and all validities that end by `until`.

    `history` and `standing` say what was counted before; `history` takes the new spends in.
    """
    counted = history if history is not None else History()
    moves: list[TierMove] = []
    for step in steps([event for event in events if event.on <= until], programme, counted, standing):
        moves.extend(step.moves)
        standing = step.after
    ended, _ = settle(counted, standing, programme, until)
    return moves + ended


def steps(
    events: Iterable[Spend | Grant], programme: Programme, history: History, standing: Standing | None = None
) -> Iterator[Step]:
    """Yield what each event does, in the order of their days; events of one day keep their order.

    An event that comes late counts on its own day and decides on the day of the last move at the earliest.
    """
    for event in sorted(events, key=lambda event: event.on):
        day = event.on if standing is None else max(event.on, standing.period_from)
        moves, before = settle(history, standing, programme, day)
        if isinstance(event, Grant):
            granted = grant(event, before, programme, day)
            made = [granted] if granted is not None else []
        else:
            history.add(event)
            made = _rises(history, before, programme, day, event)
        standing = final_standing(made, before)
        yield Step(event, before, (*moves, *made), standing)


def grant(given: Grant, standing: Standing | None, programme: Programme, on: date) -> TierMove | None:
    """Return the move that a grant makes; None when it would lower the member and nobody said so by hand."""
    version = programme.on(on)
    present = standing.level if standing else OUTSIDE
    if version is None or (given.level < present and given.kind is not GrantKind.MANUAL):
        return None
    level = version.rules.level(given.level)
    return TierMove(
        present,
        level.number,
        MoveKind.GRANT,
        on,
        given.valid_until or valid_until(level, on),
        version.version_id,
        {"why": given.kind.value},
    )


def needed(history: History, standing: Standing | None, rules: TierRules, on: date) -> Needed:
    """Return what is still missing on the day to rise to the next level and to keep the present one."""
    present = rules.level(standing.level) if standing else None
    number = standing.level if standing else OUTSIDE
    higher = rules.above(number)
    next_level = higher[0] if higher else None
    keep_by = standing.valid_until if standing else None
    keep = _keep_needs(history, standing, present, on) if standing and present and keep_by else ()
    kept = keep_by is None or any(need.missing == 0 for need in keep)
    notice_from = keep_by - timedelta(days=rules.notice_days) if keep_by else None
    return Needed(
        level=number,
        next_level=next_level.number if next_level else None,
        rise=_rise_needs(history, next_level, on) if next_level else (),
        keep=keep,
        keep_by=keep_by,
        kept=kept,
        notice_from=notice_from,
        notice_due=notice_from is not None and notice_from <= on and not kept,
    )


def gains(rules: TierRules, number: int, next_number: int | None) -> tuple[Benefit, ...]:
    """Return what the next level gives and the present one does not; nothing where there is no next one."""
    if next_number is None:
        return ()
    had = () if number == OUTSIDE else rules.level(number).benefits
    return tuple(benefit for benefit in rules.level(next_number).benefits if benefit not in had)


def valid_until(level: Level, begins: date) -> date | None:
    """Return the last day of a validity that begins on the day; None where the level never ends."""
    validity = level.validity
    if isinstance(validity, ForMonths):
        return dates.add_months(begins, validity.months) - _DAY
    if isinstance(validity, ToYearEnd):
        return date(begins.year + validity.years, 12, 31)
    return None


def growth_of(net_minor: int, rate: GrowthRate) -> int:
    """Return the growth value of a sale; a fraction is dropped."""
    return money.ratio(max(net_minor, 0), rate.value, rate.per_fen, money.Rounding.DOWN)


def growth_back(order_net: int, order_growth: int, returned_before: int, returned_now: int) -> int:
    """Return how much of an order's growth value goes back with a part of it; after the whole, exactly all of it."""
    if order_net <= 0:
        return 0
    before = min(max(returned_before, 0), order_net)
    now = min(max(returned_now, 0), order_net - before)
    return Portion(before, now, order_net).of(order_growth)


def window_start(window: Window | None, on: date) -> date:
    """Return the first day of a window that ends on the day; without a window it is that day alone."""
    if isinstance(window, RollingMonths):
        return dates.add_months(on, -window.months) + _DAY
    if isinstance(window, CalendarYear):
        return date(on.year, 1, 1)
    return on


def _rises(history: History, standing: Standing | None, programme: Programme, on: date, event: Spend) -> list[TierMove]:
    """Return what a spend moves: a return or a retraction lets nobody rise."""
    moves: list[TierMove] = []
    if event.kind in (SpendKind.RETURN, SpendKind.RETRACTION) and standing is not None:
        return moves
    while (move := decide(history, standing, programme, on)) is not None:
        moves.append(move)
        standing = final_standing([move], standing)
    return moves


def _joining(history: History, version: Dated, on: date) -> TierMove | None:
    """Return the entry into an open base, or into the highest level whose condition is met, or None."""
    base = version.rules.levels[0]
    if base.open:
        return TierMove(
            OUTSIDE, base.number, MoveKind.JOIN, on, valid_until(base, on), version.version_id, {"why": "open"}
        )
    rise = _rise(history, OUTSIDE, version, on)
    if rise is None:
        return None
    return TierMove(OUTSIDE, rise.to_level, MoveKind.JOIN, on, rise.valid_until, version.version_id, rise.reason)


def _rise(history: History, present: int, version: Dated, on: date) -> TierMove | None:
    """Return the move to the highest level above the present one that is met; levels between are passed over."""
    for level in reversed(version.rules.above(present)):
        reason = _met(level, history, on)
        if reason is not None:
            return TierMove(
                present,
                level.number,
                MoveKind.UPGRADE,
                on,
                valid_until(level, on),
                version.version_id,
                reason,
            )
    return None


def _met(level: Level, history: History, on: date) -> Reason | None:
    """Return the first qualification of the level that is met on the day, with its figures, or None."""
    for need in _qualification_needs(level, history, on):
        if need.missing == 0:
            return _reason(need.kind.value, need)
    return None


def _reason(why: str, need: Need) -> Reason:
    return {"why": why, "reached": need.reached, "threshold": need.threshold}


def _end_of_validity(history: History, standing: Standing, programme: Programme, last_day: date) -> TierMove | None:
    """Return how an ended validity goes on from the next day, under the version in force then."""
    begins = last_day + _DAY
    version = programme.on(begins)
    if version is None:
        return None
    level = version.rules.level(standing.level)
    kept = next((need for need in _keep_needs(history, standing, level, last_day) if need.missing == 0), None)
    if kept is not None:
        target, reason = level, _reason(f"kept_{kept.kind.value}", kept)
    else:
        target = _fall(history, level, version.rules, last_day)
        reason = {"why": version.rules.downgrade, "spent": history.spent(standing.period_from, last_day)}
    kind = MoveKind.KEEP if target.number >= standing.level else MoveKind.DOWNGRADE
    return TierMove(
        standing.level, target.number, kind, begins, valid_until(target, begins), version.version_id, reason
    )


def _fall(history: History, level: Level, rules: TierRules, last_day: date) -> Level:
    base, lower = rules.levels[0], rules.below(level.number)
    if rules.downgrade == "to_base" or not lower:
        return base
    if rules.downgrade == "one_down":
        return lower[-1]
    met = [candidate for candidate in (*lower, level) if _met(candidate, history, last_day) is not None]
    return met[-1] if met else base


def _qualification_needs(level: Level, history: History, on: date) -> tuple[Need, ...]:
    """Return the level's measurable qualifications with what of each is reached on the day."""
    needs = []
    for rule in level.qualifications:
        if isinstance(rule, SingleOrder):
            reached = history.largest_order(window_start(rule.window, on), on)
            needs.append(_need(NeedKind.SINGLE_ORDER, level, rule.amount_minor, reached, None))
        elif isinstance(rule, SpendSum):
            start = window_start(rule.window, on)
            by = _counts_until(history, rule.window, start, on)
            needs.append(_need(NeedKind.SPEND_SUM, level, rule.amount_minor, history.spent(start, on), by))
        elif isinstance(rule, GrowthValue):
            needs.append(_need(NeedKind.GROWTH_VALUE, level, rule.value, history.growth, None))
    return tuple(needs)


def _rise_needs(history: History, level: Level, on: date) -> tuple[Need, ...]:
    """Return what the next purchase has to bring; an earlier large order that already raised does not count again."""
    return tuple(
        need if need.kind is not NeedKind.SINGLE_ORDER else _need(need.kind, level, need.threshold, 0, None)
        for need in _qualification_needs(level, history, on)
    )


def _keep_needs(history: History, standing: Standing, level: Level | None, on: date) -> tuple[Need, ...]:
    if level is None:
        return ()
    if not level.keep:
        return _qualification_needs(level, history, on)
    needs = []
    for rule in level.keep:
        if isinstance(rule, KeepBySpend):
            reached = history.spent(standing.period_from, on)
            needs.append(_need(NeedKind.SPEND_SUM, level, rule.amount_minor, reached, standing.valid_until))
        else:
            reached = history.orders(standing.period_from, on)
            needs.append(_need(NeedKind.ORDERS, level, rule.count, reached, standing.valid_until))
    return tuple(needs)


def _need(kind: NeedKind, level: Level, threshold: int, reached: int, by: date | None) -> Need:
    return Need(kind, level.number, threshold, reached, max(threshold - reached, 0), by)


def _counts_until(history: History, window: Window, start: date, on: date) -> date | None:
    """Return the last day on which all that is reached now still counts; None while nothing is reached."""
    if isinstance(window, CalendarYear):
        return date(on.year, 12, 31)
    earliest = history.first_day(start, on)
    if earliest is None:
        return None
    last = dates.add_months(earliest, window.months) - _DAY
    while window_start(window, last) > earliest:
        last -= _DAY
    while window_start(window, last + _DAY) <= earliest:
        last += _DAY
    return last


def final_standing(moves: Sequence[TierMove], standing: Standing | None = None) -> Standing | None:
    """Return where a member stands after the moves."""
    for move in moves:
        standing = standing_after(move) if standing is None else standing.after(move)
    return standing


def level_at_opening(moves: Sequence[TierMove], day: date) -> int:
    """Return the level before the day's purchases: what ended in the night before counts, what the day brought not."""
    of_the_night = {MoveKind.KEEP, MoveKind.DOWNGRADE}
    before = [
        move for move in moves if move.effective_on < day or (move.effective_on == day and move.kind in of_the_night)
    ]
    return before[-1].to_level if before else OUTSIDE


def open_base(programme: Programme, on: date) -> int:
    """Return the level that everybody has on the day without having joined; 0 where the base is not open."""
    version = programme.on(on)
    return version.rules.levels[0].number if version and version.rules.levels[0].open else OUTSIDE
