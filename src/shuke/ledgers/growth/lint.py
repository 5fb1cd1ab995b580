"""A careful reader of tier rules: what is not wrong in form and still a bad programme. Pure."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from shuke.ledgers.growth.document import (
    Discount,
    ForMonths,
    ForPoints,
    GrowthValue,
    Invitation,
    KeepBySpend,
    Level,
    Lifelong,
    Paid,
    Qualification,
    RollingMonths,
    SingleOrder,
    SpendSum,
    TierRules,
    ToYearEnd,
    Validity,
    Window,
)
from shuke.ledgers.growth.types import Finding, Severity

_Scale = tuple[str, str]
_YEAR = 12


def lint(rules: TierRules) -> list[Finding]:
    """Return every finding, level by level; an empty list is a sound programme."""
    return [
        *_base(rules),
        *(finding for level in rules.levels for finding in _level(level)),
        *(finding for lower, higher in combinations(rules.levels, 2) for finding in _pair(lower, higher)),
        *_unreachable(rules),
    ]


def entry_threshold(rules: TierRules) -> Qualification | None:
    """Return what it takes to enter the programme: the first condition of the base; None when it is open."""
    base = rules.levels[0]
    return base.qualifications[0] if base.qualifications else None


def _base(rules: TierRules) -> Iterator[Finding]:
    if len(rules.levels) == 1:
        yield _warning("single_level", None, "只有一个等级,没有可以努力的目标", "One level only: nothing to strive for")


def _level(level: Level) -> Iterator[Finding]:
    number = level.number
    if not level.open and not level.qualifications:
        yield _error("no_qualification", number, "没有入级条件,也未注明开放", "No qualification, and not marked open")
    if not level.open and isinstance(level.validity, Lifelong):
        yield _warning("lifelong", number, "等级终生有效,没有紧迫感", "The level never ends: no urgency")
    if not level.open and not isinstance(level.validity, Lifelong) and not _can_be_kept(level):
        yield _warning("no_keep_rule", number, "没有保级条件", "Nothing keeps the level")
    if level.keep and any(isinstance(rule, GrowthValue) for rule in level.qualifications):
        yield _warning(
            "bounces",
            number,
            "成长值不会减少,降级后下一单又会升回",
            "Growth never falls: the next order undoes a downgrade",
        )
    if _keeps_harder_than_it_is_reached(level):
        yield _warning(
            "keep_above_entry",
            number,
            "保级门槛高于升级门槛:刚好升上来的会员按同样的消费保不住",
            "Keeping it takes more than reaching it: whoever has just risen falls back with the same spend",
        )
    if level.benefits and all(isinstance(benefit, Discount) for benefit in level.benefits):
        yield _warning("discount_only", number, "权益只有折扣", "A discount is the only benefit")


def _can_be_kept(level: Level) -> bool:
    return bool(level.keep) or bool(_scales(level))


def _keeps_harder_than_it_is_reached(level: Level) -> bool:
    """Tell whether the spend that just reaches the level, kept up for as long as it holds, would not keep it."""
    keeps = [rule.amount_minor for rule in level.keep if isinstance(rule, KeepBySpend)]
    if not keeps or len(keeps) < len(level.keep):
        return False
    held = _months_held(level.validity)
    ways = [(rule.amount_minor, _months_of(rule.window)) for rule in level.qualifications if isinstance(rule, SpendSum)]
    return any(min(keeps) * months > amount * max(held, months) for amount, months in ways)


def _months_held(validity: Validity) -> int:
    if isinstance(validity, ForMonths):
        return validity.months
    return _YEAR * (validity.years + 1) if isinstance(validity, ToYearEnd) else 0


def _months_of(window: Window) -> int:
    return window.months if isinstance(window, RollingMonths) else _YEAR


def _pair(lower: Level, higher: Level) -> Iterator[Finding]:
    thresholds, higher_thresholds = _scales(lower), _scales(higher)
    for scale in thresholds.keys() & higher_thresholds.keys():
        if higher_thresholds[scale] <= thresholds[scale]:
            yield _error(
                "threshold_not_rising",
                higher.number,
                f"门槛不高于“{lower.zh}”",
                f"The threshold is not above that of {lower.en}",
            )
    if _discount(higher) < _discount(lower):
        yield _error(
            "discount_not_rising",
            higher.number,
            f"折扣小于“{lower.zh}”",
            f"The discount is smaller than that of {lower.en}",
        )


def _discount(level: Level) -> int:
    return max((benefit.percent_off for benefit in level.benefits if isinstance(benefit, Discount)), default=0)


def _unreachable(rules: TierRules) -> Iterator[Finding]:
    """A level is passed over for ever when whatever meets it also meets a higher one."""
    for index, level in enumerate(rules.levels):
        if level.open or not level.qualifications or _can_be_given(level):
            continue
        if all(_covered(rule, rules.levels[index + 1 :]) for rule in level.qualifications):
            yield _error(
                "unreachable",
                level.number,
                "满足条件者必然直接进入更高等级",
                "Whoever meets it meets a higher level too",
            )


def _can_be_given(level: Level) -> bool:
    return any(isinstance(rule, Paid | ForPoints | Invitation) for rule in level.qualifications)


def _covered(rule: Qualification, higher: Sequence[Level]) -> bool:
    scale, threshold = _scale(rule), _threshold(rule)
    return any(
        _scale(other) == scale and _threshold(other) <= threshold for level in higher for other in level.qualifications
    )


def _scales(level: Level) -> dict[_Scale, int]:
    """Return the level's lowest threshold on each scale that money or growth is measured by."""
    scales: dict[_Scale, int] = {}
    for rule in level.qualifications:
        scale = _scale(rule)
        if scale is not None:
            scales[scale] = min(_threshold(rule), scales.get(scale, _threshold(rule)))
    return scales


def _scale(rule: Qualification) -> _Scale | None:
    if isinstance(rule, SingleOrder):
        return rule.kind, rule.window.model_dump_json() if rule.window else ""
    if isinstance(rule, SpendSum):
        return rule.kind, rule.window.model_dump_json()
    if isinstance(rule, GrowthValue):
        return rule.kind, ""
    return None


def _threshold(rule: Qualification) -> int:
    if isinstance(rule, SingleOrder | SpendSum):
        return rule.amount_minor
    return rule.value if isinstance(rule, GrowthValue) else 0


def _error(code: str, level: int | None, zh: str, en: str) -> Finding:
    return Finding(code, Severity.ERROR, level, zh, en)


def _warning(code: str, level: int | None, zh: str, en: str) -> Finding:
    return Finding(code, Severity.WARNING, level, zh, en)
