"""The classifying rules as pure functions: what the SQL says of a million members, said of one.

A property test holds both readings together. Amounts are fen; on a day, the purchases of earlier days count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from shuke.insight.measures.document import Box, Cuts, Cycle, NewOldRule, QuadrantRule, RfmRule, ValueRule


@dataclass(frozen=True, slots=True)
class Scores:
    """Recency, frequency and amount, 1 to 5; all 0 outside the window."""

    r: int
    f: int
    m: int


OUTSIDE = Scores(0, 0, 0)


@dataclass(frozen=True, slots=True)
class CutPoints:
    """The cut points that hold: the rule's own, or those found among the members who bought."""

    recency_days: Cuts
    frequency: Cuts
    monetary_minor: Cuts


@dataclass(frozen=True, slots=True)
class Window:
    """What a member did within a rule's window."""

    days_since: int
    purchases: int
    amount_minor: int


# --- RFM


def cut_points(rule: RfmRule, buyers: Sequence[Window]) -> CutPoints:
    """Return the cut points that hold; with the quantile rule, those of the members who bought in the window."""
    if rule.cut == "fixed" or not buyers:
        return CutPoints(rule.recency_days, rule.frequency, rule.monetary_minor)
    return CutPoints(
        _at(rule.percentages, [buyer.days_since for buyer in buyers], 0),
        _at(rule.percentages, [buyer.purchases for buyer in buyers], 1),
        _at(rule.percentages, [buyer.amount_minor for buyer in buyers], 1),
    )


def _at(percentages: Cuts, values: list[int], above: int) -> Cuts:
    row = sorted(values)
    first, second, third, fourth = (row[(len(row) * percent + 99) // 100 - 1] + above for percent in percentages)
    return (first, second, third, fourth)


def scores(window: Window, cuts: CutPoints) -> Scores:
    """Return the three scores of a member who bought in the window, or 0 for one who did not."""
    if window.purchases <= 0:
        return OUTSIDE
    missed = next((n for n, most in enumerate(cuts.recency_days) if window.days_since <= most), 4)
    return Scores(
        5 - missed, _reached(cuts.frequency, window.purchases), _reached(cuts.monetary_minor, window.amount_minor)
    )


def _reached(cuts: Cuts, value: int) -> int:
    # from the top down, so that a highest cut that was reached decides even where cut points coincide
    return next((n + 2 for n in (3, 2, 1, 0) if value >= cuts[n]), 1)


def rfm_class(rule: RfmRule, got: Scores, *, ever_bought: bool) -> str:
    """Return the key of the one class the scores belong to."""
    if got == OUTSIDE:
        return "asleep" if ever_bought else "never"
    return next(
        named.key
        for named in rule.classes
        if named.recent == (got.r >= rule.high_from.recency)
        and named.frequent == (got.f >= rule.high_from.frequency)
        and named.large == (got.m >= rule.high_from.monetary)
    )


def corners(rule: RfmRule) -> dict[int, str]:
    """Return the class of each corner: 4 for recent, plus 2 for frequent, plus 1 for large."""
    return {4 * named.recent + 2 * named.frequent + named.large: named.key for named in rule.classes}


# --- lifecycle


def lifecycle_state(cycle: Cycle, first_on: date | None, last_on: date | None, day: date) -> str:
    """Return the state at the opening of `day`: lost on the very day on which the cycle's time has passed."""
    if first_on is None or last_on is None:
        return "never"
    for state, span in (("lost", cycle.lost), ("dormant", cycle.dormant), ("silent", cycle.silent)):
        if span.after(last_on) <= day:
            return state
    return "new" if day < cycle.new.after(first_on) else "active"


# --- quadrants and value


def quadrant_of(rule: QuadrantRule, purchases: int, amount_minor: int) -> Box | None:
    """Return the first box that holds the member, or None for one without a purchase in the window."""
    if purchases <= 0:
        return None
    return next((box for box in rule.boxes if box.holds(purchases, amount_minor)), None)


def value_class(rule: ValueRule, purchases: int, amount_minor: int) -> str:
    """Return high, potential or ordinary."""
    frequent, large = purchases >= rule.frequent_from, amount_minor >= rule.large_from_minor
    if frequent and large:
        return "high"
    return "potential" if frequent or large else "ordinary"


def old_on(rule: NewOldRule, purchase_days: Iterable[date], period_from: date) -> date | None:
    """Return the day from which a member is old, or None; for `nth_purchase`, give a day once for each purchase."""
    days = sorted(purchase_days)
    if not days:
        return None
    if rule.kind == "before_period":
        return days[0] if days[0] < period_from else None
    if rule.kind == "days_since_first":
        return date.fromordinal(days[0].toordinal() + rule.number)
    if rule.kind == "nth_day":
        days = sorted(set(days))
    return days[rule.number - 1] if len(days) >= rule.number else None


# --- the linter


@dataclass(frozen=True, slots=True)
class Finding:
    """A rectangle of frequency × amount that no box holds (a hole), or several do (an overlap). None is without bound.

    `decided_for` is the quadrant that the order of the rule gives an overlap to.
    """

    kind: str
    purchases_from: int
    purchases_to: int | None
    amount_from_minor: int
    amount_to_minor: int | None
    quadrants: tuple[str, ...] = ()
    decided_for: str = ""


Stretch = tuple[int, int | None]


def lint_quadrants(boxes: Sequence[Box]) -> list[Finding]:
    """Report every hole and overlap for any count of purchases and any amount from 0 on, in as few rectangles as rows.

    No purchase at all is one hole where no box takes it: a rule must say what becomes of those members.
    """
    findings: list[Finding] = []
    for bought in _stretches(_bounds(boxes, "purchases")):
        for quadrants, spent in _runs(boxes, bought[0]):
            if len(set(quadrants)) != 1:
                findings.append(_finding(quadrants, bought, spent))
    return _joined(findings)


def _bounds(boxes: Sequence[Box], side: str) -> list[int]:
    if side == "purchases":
        edges = {0, 1} | {box.purchases_from for box in boxes} | {box.purchases_below for box in boxes}
    else:
        edges = {0} | {box.amount_from_minor for box in boxes} | {box.amount_below_minor for box in boxes}
    return sorted(edge for edge in edges if edge is not None and edge >= 0)


def _stretches(bounds: Sequence[int]) -> Iterator[Stretch]:
    """Yield (first, last) between bounds, both included; the last stretch is open."""
    for low, high in pairwise(bounds):
        yield low, high - 1
    yield bounds[-1], None


def _runs(boxes: Sequence[Box], purchases: int) -> Iterator[tuple[tuple[str, ...], Stretch]]:
    """Yield neighbouring amounts that the same quadrants hold, as one stretch."""
    open_run: tuple[tuple[str, ...], Stretch] | None = None
    for low, high in _stretches(_bounds(boxes, "amount")):
        quadrants = tuple(dict.fromkeys(box.key for box in boxes if box.holds(purchases, low)))
        if open_run and open_run[0] == quadrants:
            open_run = (quadrants, (open_run[1][0], high))
            continue
        if open_run:
            yield open_run
        open_run = (quadrants, (low, high))
    if open_run:
        yield open_run


def _finding(quadrants: tuple[str, ...], bought: Stretch, spent: Stretch) -> Finding:
    kind = "overlap" if quadrants else "hole"
    return Finding(kind, *bought, *spent, quadrants, quadrants[0] if quadrants else "")


def _joined(findings: Iterable[Finding]) -> list[Finding]:
    """Join findings that differ only in neighbouring counts of purchases; no purchase at all stays by itself."""
    joined: list[Finding] = []
    for found in findings:
        before = next((earlier for earlier in reversed(joined) if _goes_on(earlier, found)), None)
        if before is None:
            joined.append(found)
        else:
            joined[joined.index(before)] = replace(before, purchases_to=found.purchases_to)
    return joined


def _goes_on(earlier: Finding, found: Finding) -> bool:
    alike = replace(earlier, purchases_from=0, purchases_to=0) == replace(found, purchases_from=0, purchases_to=0)
    return alike and earlier.purchases_to is not None and 0 < earlier.purchases_to == found.purchases_from - 1
