"""What a careful reader says of a draft before it is tried: the linter of each kind, asked in one way."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from shuke.foundation.catalog import queries as catalog
from shuke.foundation.org import queries as org
from shuke.insight.measures import queries as measures
from shuke.insight.timemachine.types import Area, Finding, Severity, TrialKind
from shuke.ledgers.coupons import queries as coupons
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.points import queries as points
from shuke.selling.promotions import queries as promotions

Draft = Mapping[str, object]


def read(kind: TrialKind, draft: Draft, *, key: str, on: date) -> list[Finding]:
    """Return every hole, overlap and slip of a valid draft, as the day's catalogue and tier programme have it."""
    return list(_READERS[kind](draft, key, on))


def of_coupon(draft: Draft, *, channels: set[str]) -> Iterator[Finding]:
    """Yield the findings of a coupon template, with the channels in which the chain sells."""
    found = coupons.lint_trial(
        draft,
        paths=list(catalog.categories().values_list("path", flat=True)),
        stores=set(org.all_stores().values_list("id", flat=True)),
        channels=channels,
    )
    return (Finding(each.code, each.subject, each.zh, each.en) for each in found)


def _tiers(draft: Draft, key: str, on: date) -> Iterator[Finding]:
    for each in tiers.lint_body(draft):
        yield Finding(each.code, str(each.level or ""), each.zh, each.en, Severity(each.severity.value))


def _points(draft: Draft, key: str, on: date) -> Iterator[Finding]:
    programme = tiers.rules_on(on)
    levels = [level.number for level in programme.rules.levels] if programme else []
    paths = list(catalog.categories().values_list("path", flat=True))
    return (
        Finding(each.code, each.subject, each.zh, each.en) for each in points.lint(draft, paths=paths, levels=levels)
    )


def _coupon(draft: Draft, key: str, on: date) -> Iterator[Finding]:
    named = draft.get("channels")
    return of_coupon(draft, channels=set(named) if isinstance(named, list) else set())


def _promotion(draft: Draft, key: str, on: date) -> Iterator[Finding]:
    for each in promotions.lint_trial(key, draft, on=on):
        yield Finding(each.code, each.other or each.promotion, each.zh, each.en, Severity(each.severity.value))


def _quadrants(draft: Draft, key: str, on: date) -> Iterator[Finding]:
    for each in measures.lint_quadrant_body(draft):
        bought = _span(str(each.purchases_from), None if each.purchases_to is None else str(each.purchases_to), "次")
        spent = _span(
            _yuan(each.amount_from_minor), None if each.amount_to_minor is None else _yuan(each.amount_to_minor), "元"
        )
        hole, names = each.kind == "hole", ", ".join(each.quadrants)
        overlap_zh, overlap_en = (
            f"重叠:{names};按顺序归 {each.decided_for}",
            f"{names} overlap; {each.decided_for} has it",
        )
        yield Finding(
            code=each.kind,
            subject=f"{bought[1]} × ¥{spent[1]}",
            zh=f"购买 {bought[0]}、金额 {spent[0]}:{'没有归属' if hole else overlap_zh}",
            en=f"{bought[1]} purchases, ¥{spent[1]}: {'no quadrant holds it' if hole else overlap_en}",
            area=Area(each.purchases_from, each.purchases_to, each.amount_from_minor, each.amount_to_minor),
        )


def _span(low: str, high: str | None, unit: str) -> tuple[str, str]:
    if high is None:
        return f"{low} {unit}及以上", f"{low} and more"
    exact = low if low == high else f"{low}–{high}"
    return f"{exact} {unit}", exact


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}".removesuffix(".00")


_READERS: Final[Mapping[TrialKind, Callable[[Draft, str, date], Iterator[Finding]]]] = {
    TrialKind.TIERS: _tiers,
    TrialKind.POINTS: _points,
    TrialKind.COUPON: _coupon,
    TrialKind.PROMOTION: _promotion,
    TrialKind.QUADRANTS: _quadrants,
}
