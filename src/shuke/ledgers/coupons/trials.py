"""A coupon that nobody was ever given: a template's terms, to be tried on past baskets."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from shuke.ledgers.coupons.document import AmountOff, BetweenDays, Template
from shuke.ledgers.coupons.types import Coupon, TrialCoupon, TrialFinding


def trial(code: str, body: Mapping[str, object]) -> TrialCoupon:
    """Return the coupon of a template, good on any day: whoever tries it says on which days."""
    template = _read(body)
    return TrialCoupon(
        coupon=Coupon(
            id=1, template=code, rule_version_id=0, terms=template.terms(), valid_from=date.min, expires_on=None
        ),
        per_member=template.per_member,
        has_own_days=isinstance(template.validity, BetweenDays),
    )


def lint_trial(
    body: Mapping[str, object], *, paths: Collection[str], stores: Collection[int], channels: Collection[str]
) -> list[TrialFinding]:
    """Return every hole of a template: what it names and the chain does not have, and what costs more than it seems."""
    return list(_findings(_read(body), paths, stores, channels))


def _findings(
    template: Template, paths: Collection[str], stores: Collection[int], channels: Collection[str]
) -> Iterator[TrialFinding]:
    named = (*template.goods.category_paths, *template.goods.excluded_category_paths)
    for wanted in named:
        if not any(path.startswith(wanted) for path in paths):
            yield TrialFinding("no_such_category", wanted, "没有这个品类", "There is no such category")
        elif wanted in template.goods.category_paths and wanted.startswith(template.goods.excluded_category_paths):
            yield TrialFinding("excluded", wanted, "所选品类又被排除", "It is chosen and excluded at once")
    for store_id in sorted(set(template.store_ids) - set(stores)):
        yield TrialFinding("no_such_store", str(store_id), "没有这家门店", "There is no such store")
    for channel in sorted(set(template.channels) - set(channels)):
        yield TrialFinding("no_such_channel", channel, "期间内没有这个渠道的小票", "No receipt of the span came so")
    if template.per_member is None and not template.limited_stock:
        yield TrialFinding(
            "without_limit", "per_member", "每人与总量都不限", "Neither a member nor the stock limits it"
        )
    if isinstance(template.gives, AmountOff) and not template.threshold_minor:
        yield TrialFinding("without_threshold", "threshold_minor", "无门槛减额", "An amount off from the first fen")


def _read(body: Mapping[str, object]) -> Template:
    return Template.model_validate(dict(body))
