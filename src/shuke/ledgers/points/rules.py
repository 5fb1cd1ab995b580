"""How many points a receipt earns and what a return takes back. Pure; told in docs/algorithms/points.md.

Shares are kept as whole numbers over one denominator until the receipt's sum is rounded, once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import prod

from shuke.foundation import dates, money
from shuke.ledgers.book.types import Portion
from shuke.ledgers.points.document import Campaign, EarnRule, EndOfYear, MonthsFromEarning
from shuke.ledgers.points.types import (
    Cap,
    EarnableLine,
    EarnableSale,
    EarnedLine,
    Earning,
    LineEarning,
    LineReversal,
    Multiplier,
    MultiplierKind,
)

# The deepest product a line can have: tier, category, weekday, day of the month and one campaign.
_FACTORS = 5
_HUNDRED: int = 100**_FACTORS
_WITHOUT_OCCASION: Mapping[str, object] = {
    "tiers": {},
    "weekdays": {},
    "month_days": {},
    "campaigns": (),
    "cap_per_receipt": None,
    "cap_per_day": None,
}


def earn(
    sale: EarnableSale,
    rule: EarnRule,
    tier_level: int,
    paths: Mapping[int, str] | None = None,
    earned_today: int = 0,
) -> Earning:
    """Return what a sale earns under `rule` for a member of `tier_level`; the lines' points sum to the receipt's.

    `paths` gives the path of each category ("/母婴/奶粉/"); `earned_today` is what the day's cap has been used for.
    """
    known_paths = paths or {}
    excluded = [_is_excluded(line, rule, known_paths) for line in sale.lines]
    bases = _bases(sale.lines, excluded)
    multipliers = [_multipliers(sale.business_date, line, rule, tier_level, known_paths) for line in sale.lines]
    shares = [_share(base, applied, rule) for base, applied in zip(bases, multipliers, strict=True)]
    uncapped = money.ratio(sum(shares), 1, rule.per_fen * _HUNDRED, rule.rounding)
    points, capped_by = _capped(uncapped, rule, earned_today)
    parts = money.allocate(points, shares)
    return Earning(
        points=points,
        uncapped=uncapped,
        lines=tuple(
            LineEarning(
                line_no=line.line_no,
                net_minor=line.net_minor,
                base_minor=base,
                points=part,
                multipliers=applied,
                excluded=out,
                category_id=line.category_id,
            )
            for line, base, part, applied, out in zip(sale.lines, bases, parts, multipliers, excluded, strict=True)
        ),
        available_on=available_on(sale.business_date, rule),
        expires_on=expires_on(sale.business_date, rule),
        capped_by=capped_by,
    )


def claw_back(sale: EarnableSale, rule: EarnRule, paths: Mapping[int, str] | None = None) -> Earning:
    """Return, as positive points, what a return without a known original takes back.

    Only the base rate and the categories count: which tier, day or campaign the sale had is unknown, and a doubt is
    the member's.
    """
    plain = rule.model_copy(update=_WITHOUT_OCCASION)
    mirrored = replace(sale, lines=tuple(replace(line, net_minor=-line.net_minor) for line in sale.lines))
    return earn(mirrored, plain, tier_level=0, paths=paths)


def available_on(earned_on: date, rule: EarnRule) -> date:
    """Return the first day on which the points may be spent: the day after the whole return window, or at once."""
    return earned_on + timedelta(days=rule.pending_days + 1) if rule.pending_days else earned_on


def expires_on(earned_on: date, rule: EarnRule) -> date | None:
    """Return the first day on which the points cannot be spent any more; None where they stay."""
    validity = rule.validity
    if isinstance(validity, MonthsFromEarning):
        return dates.add_months(earned_on, validity.months)
    if isinstance(validity, EndOfYear):
        return date(earned_on.year + validity.years + 1, 1, 1)
    return None


def reverse(original: Sequence[EarnedLine], returned: Sequence[EarnableLine]) -> list[LineReversal]:
    """Return which lines of the original come back, by how much, and the points they take with them.

    After all of a line has come back exactly its points are gone, in whatever order and pieces it came; what is
    returned beyond the original takes nothing.
    """
    lines = {line.line_no: line for line in original}
    reversals: list[LineReversal] = []
    for back in returned:
        rest = -back.net_minor
        for line_no in _candidates(lines.values(), back):
            line = lines[line_no]
            amount = min(rest, line.net_minor - line.returned_minor)
            if amount <= 0:
                continue
            reversal = _line_reversal(line, amount)
            lines[line_no] = _after(line, reversal)
            reversals.append(reversal)
            rest -= amount
    return reversals


def after(original: Sequence[EarnedLine], reversals: Iterable[LineReversal]) -> list[EarnedLine]:
    """Return the original's lines with these reversals added to what had come back before."""
    lines = {line.line_no: line for line in original}
    for reversal in reversals:
        lines[reversal.line_no] = _after(lines[reversal.line_no], reversal)
    return list(lines.values())


def redeemable(points: int, rule: EarnRule) -> bool:
    """Tell whether so many points may be spent at once: at least the minimum and a whole number of steps."""
    terms = rule.redemption
    return points > 0 and points >= terms.minimum and points % terms.step == 0


def worth(points: int, rule: EarnRule) -> int:
    """Return the fen that so many points pay at the till; a part of a fen is not paid."""
    return money.ratio(points, rule.redemption.fen, rule.redemption.points, money.Rounding.DOWN)


def most_redeemable(available: int, most_fen: int, rule: EarnRule) -> int:
    """Return the greatest number of points that may be spent and pays no more than `most_fen`; 0 for none."""
    terms = rule.redemption
    if terms.fen == 0:
        return 0
    points = min(available, money.ratio(most_fen, terms.points, terms.fen, money.Rounding.DOWN))
    points -= points % terms.step
    return points if redeemable(points, rule) else 0


def path_matches(path: str, wanted: str) -> bool:
    """Tell whether a category lies at or below the wanted one."""
    return path.startswith(wanted)


def _bases(lines: Sequence[EarnableLine], excluded: Sequence[bool]) -> list[int]:
    """Return the fen each line earns on; a negative line is a discount and is spread over the others."""
    bases = [0 if out else max(line.net_minor, 0) for line, out in zip(lines, excluded, strict=True)]
    discount = -sum(line.net_minor for line in lines if line.net_minor < 0)
    if not discount or not any(bases):
        return bases
    cuts = money.allocate(min(discount, sum(bases)), bases)
    return [base - cut for base, cut in zip(bases, cuts, strict=True)]


def _is_excluded(line: EarnableLine, rule: EarnRule, paths: Mapping[int, str]) -> bool:
    if not rule.excluded_categories:
        return False
    path = _path(line, paths)
    return any(path_matches(path, excluded) for excluded in rule.excluded_categories)


def _path(line: EarnableLine, paths: Mapping[int, str]) -> str:
    return "" if line.category_id is None else paths.get(line.category_id, "")


def _multipliers(
    day: date, line: EarnableLine, rule: EarnRule, tier_level: int, paths: Mapping[int, str]
) -> tuple[Multiplier, ...]:
    path = _path(line, paths)
    applicable = [*_of_the_day(day, rule, tier_level), *_of_the_goods(day, path, rule, tier_level)]
    if rule.stacking == "product" or not applicable:
        return tuple(applicable)
    return (max(applicable, key=lambda multiplier: multiplier.percent),)


def _of_the_day(day: date, rule: EarnRule, tier_level: int) -> Iterator[Multiplier]:
    if tier_level in rule.tiers:
        yield Multiplier(MultiplierKind.TIER, str(tier_level), rule.tiers[tier_level])
    if day.isoweekday() in rule.weekdays:
        yield Multiplier(MultiplierKind.WEEKDAY, str(day.isoweekday()), rule.weekdays[day.isoweekday()])
    if day.day in rule.month_days:
        yield Multiplier(MultiplierKind.MONTH_DAY, str(day.day), rule.month_days[day.day])


def _of_the_goods(day: date, path: str, rule: EarnRule, tier_level: int) -> Iterator[Multiplier]:
    matching = [category for category in rule.categories if path_matches(path, category.path)]
    if matching:
        deepest = max(matching, key=lambda category: len(category.path))
        yield Multiplier(MultiplierKind.CATEGORY, deepest.path, deepest.percent)
    running = [campaign for campaign in rule.campaigns if _runs(campaign, day, path, tier_level)]
    if running:
        best = max(running, key=lambda campaign: campaign.percent)
        yield Multiplier(MultiplierKind.CAMPAIGN, best.code, best.percent)


def _runs(campaign: Campaign, day: date, path: str, tier_level: int) -> bool:
    return (
        campaign.first_day <= day <= campaign.last_day
        and tier_level >= campaign.min_level
        and (not campaign.categories or any(path_matches(path, wanted) for wanted in campaign.categories))
    )


def _share(base: int, multipliers: Sequence[Multiplier], rule: EarnRule) -> int:
    """Return the line's exact points as a count of 1 / (per_fen × 100⁵)."""
    percents = [multiplier.percent for multiplier in multipliers]
    return base * rule.points * prod(percents + [100] * (_FACTORS - len(percents)))


def _capped(points: int, rule: EarnRule, earned_today: int) -> tuple[int, Cap | None]:
    capped_by: Cap | None = None
    if rule.cap_per_receipt is not None and points > rule.cap_per_receipt:
        points, capped_by = rule.cap_per_receipt, Cap.RECEIPT
    if rule.cap_per_day is not None and points > max(rule.cap_per_day - earned_today, 0):
        points, capped_by = max(rule.cap_per_day - earned_today, 0), Cap.DAY
    return points, capped_by


def _candidates(lines: Iterable[EarnedLine], back: EarnableLine) -> list[int]:
    """Return the original's line numbers in the order in which they answer for the line that comes back.

    The named line alone where it is named; else lines of the same category first, and among them the one that has
    exactly this amount left.
    """
    if back.original_line_no is not None:
        return [line.line_no for line in lines if line.line_no == back.original_line_no]

    def distance(line: EarnedLine) -> tuple[bool, bool, int]:
        left = line.net_minor - line.returned_minor
        return line.category_id != back.category_id, left != -back.net_minor, line.line_no

    return [line.line_no for line in sorted(lines, key=distance)]


def _line_reversal(line: EarnedLine, amount: int) -> LineReversal:
    portion = Portion(before=line.returned_minor, now=amount, whole=line.net_minor)
    return LineReversal(line.line_no, amount, portion.of(line.points))


def _after(line: EarnedLine, reversal: LineReversal) -> EarnedLine:
    return replace(
        line,
        returned_minor=line.returned_minor + reversal.returned_minor,
        reversed_points=line.reversed_points + reversal.points,
    )
