"""Read benefits: what a member may use, and what was granted and never used."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from shuke.foundation.db.flaws import Flaw
from shuke.foundation.members import queries as members
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.benefits import proving
from shuke.ledgers.benefits.document import BenefitRule, Card
from shuke.ledgers.benefits.models import Grant, SoldCard, UsedBenefit
from shuke.ledgers.benefits.types import CARD_KIND, CURRENCY, SOURCE, Benefit, Use
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import Lot, member


def usable(member_id: int, *, on: date) -> list[Benefit]:
    """Return the benefits that the member may use on the day: begun, not over, and not used up."""
    return [benefit for benefit in of_member(member_id, on=on) if benefit.left != 0]


def of_member(member_id: int, *, on: date) -> list[Benefit]:
    """Return the benefits that hold on the day, those that end first in front; used-up ones too."""
    holds = Grant.objects.filter(member_id__in=members.family(member_id), from_date__lte=on)
    rows = list(holds.filter(Q(to_date=None) | Q(to_date__gt=on)).order_by("to_date", "id"))
    left = Counter({lot.source.id: lot.remaining for lot in _lots(member_id)}) if rows else Counter[int]()
    return [_fact(row, left[row.id]) for row in rows]


def lots_of(benefit: Benefit) -> list[Lot]:
    """Return the lot in which the quota lies today; none when it is used up."""
    return [lot for lot in _lots(benefit.member_id) if lot.source.id == benefit.id]


def cards_on(on: date) -> list[tuple[str, Card]]:
    """Return code and terms of every card that is sold on the day, by code."""
    return [(version.key, rulebook.document(version, Card)) for version in rulebook.every_in_force(CARD_KIND, on)]


def card_free_from(member_id: int, card: str, today: date) -> date:
    """Return the day from which another card of the kind would hold: today, or when the present one ends."""
    held = SoldCard.objects.filter(member_id__in=members.family(member_id), card=card, ended_on=None, to_date__gt=today)
    latest = held.order_by("-to_date").values_list("to_date", flat=True).first()
    return latest or today


def unused(*, since: date, until: date) -> list[Use]:
    """Return for each benefit whose grants ended in [since, until): granted, used, and expired without a use.

    Grants without a number count as one each: used, or never used.
    """
    ended = Grant.objects.filter(to_date__gte=since, to_date__lt=until).values_list("id", "benefit", "quota")
    uses = Counter(
        UsedBenefit.objects.filter(grant__to_date__gte=since, grant__to_date__lt=until, undone=False).values_list(
            "grant_id", flat=True
        )
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for grant_id, benefit, quota in ended.iterator():
        sums[benefit][0] += quota or 1
        sums[benefit][1] += min(uses[grant_id], quota or 1)
    return [Use(code, granted, used, granted - used) for code, (granted, used) in sorted(sums.items())]


def rule_of(rule_version_id: int) -> BenefitRule:
    """Return what a benefit was by the version under which it was granted."""
    version = rulebook.version(rule_version_id)
    assert version is not None, "a grant names an approved version"  # noqa: S101
    return rulebook.document(version, BenefitRule)


def flaws() -> Iterator[Flaw]:
    """Yield every benefit that the book knows otherwise; for `shuke prove`."""
    yield from proving.find()


def _lots(member_id: int) -> list[Lot]:
    survivor = members.resolve([member_id])[member_id]
    return [lot for lot in book.lots(member(survivor), CURRENCY) if lot.source.kind == SOURCE]


def _fact(row: Grant, left: int) -> Benefit:
    rule = rule_of(row.rule_version_id)
    return Benefit(
        id=row.id,
        code=row.benefit,
        kind=rule.kind,
        member_id=row.member_id,
        quota=row.quota,
        left=None if row.quota is None else left,
        from_date=row.from_date,
        to_date=row.to_date,
        percent_off=rule.percent_off,
        funder_id=row.funder_id,
    )
