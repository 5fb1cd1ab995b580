"""A careful reader of an earn rule: what is not wrong in form and still leaves a hole or an overlap. Pure."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, pairwise

from shuke.ledgers.points.document import Campaign, EarnRule
from shuke.ledgers.points.rules import path_matches
from shuke.ledgers.points.types import Finding


def lint(body: Mapping[str, object], *, paths: Collection[str], levels: Collection[int]) -> list[Finding]:
    """Return every finding; `paths` are the categories of the catalogue and `levels` those of the tier programme."""
    rule = EarnRule.model_validate(dict(body))
    return [*_goods(rule, paths), *_levels(rule, levels), *_campaigns(rule), *_dead(rule)]


def _goods(rule: EarnRule, paths: Collection[str]) -> Iterator[Finding]:
    named = {category.path for category in rule.categories} | set(rule.excluded_categories)
    named |= {path for campaign in rule.campaigns for path in campaign.categories}
    for wanted in sorted(named):
        if not any(path_matches(path, wanted) for path in paths):
            yield Finding("no_such_category", wanted, "没有这个品类,规则永不生效", "No such category: it never applies")


def _levels(rule: EarnRule, levels: Collection[int]) -> Iterator[Finding]:
    for level in sorted(set(rule.tiers) - set(levels)):
        yield Finding("no_such_level", str(level), "等级方案里没有这个等级", "The tier programme has no such level")
    if rule.tiers:
        above = [level for level in levels if level > min(rule.tiers)]
        for level in sorted(set(above) - set(rule.tiers)):
            yield Finding("level_left_out", str(level), "更高等级没有倍数", "A higher level has no multiplier")
    rising = sorted(rule.tiers.items())
    for (_, lower), (level, higher) in pairwise(rising):
        if higher < lower:
            yield Finding("tier_falls", str(level), "倍数低于下一等级", "Its multiplier is below that of a lower level")


def _campaigns(rule: EarnRule) -> Iterator[Finding]:
    for first, then in combinations(rule.campaigns, 2):
        if _share_days(first, then) and _share_goods(first, then):
            yield Finding(
                "campaigns_overlap",
                f"{first.code} + {then.code}",
                "两个活动重叠,同一商品只按较高的计",
                "Two campaigns overlap: of both only the greater counts",
            )


def _dead(rule: EarnRule) -> Iterator[Finding]:
    out = rule.excluded_categories
    for category in rule.categories:
        if any(path_matches(category.path, excluded) for excluded in out):
            yield Finding("excluded", category.path, "已被排除的品类不会有倍数", "Excluded: it multiplies nothing")


def _share_days(first: Campaign, then: Campaign) -> bool:
    return first.first_day <= then.last_day and then.first_day <= first.last_day


def _share_goods(first: Campaign, then: Campaign) -> bool:
    if not first.categories or not then.categories:
        return True
    return any(
        path_matches(one, other) or path_matches(other, one) for one in first.categories for other in then.categories
    )
