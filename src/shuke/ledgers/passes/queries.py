"""Read plans and passes. What is left of a pass is what the book says of its lot, also after a merger moved it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import F, Q, Sum

from shuke.foundation.db.flaws import Flaw
from shuke.foundation.members import queries as members
from shuke.foundation.policy import rules as law
from shuke.foundation.policy.types import Cause, RefundOf
from shuke.foundation.rulebook import queries as rulebook
from shuke.foundation.rulebook.types import RuleVersion
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import Holder, Lot, member
from shuke.ledgers.passes import proving
from shuke.ledgers.passes.document import Plan
from shuke.ledgers.passes.models import SoldPass, Visit
from shuke.ledgers.passes.types import CURRENCY, RULE_KIND, SOURCE, Pass, Quote

_SEVEN_DAYS = 7


def plan_on(plan: str, on: date) -> RuleVersion | None:
    """Return the version of the plan that is sold on the day, or None."""
    return rulebook.find_in_force(RULE_KIND, on, plan)


def plans_on(on: date) -> list[tuple[str, Plan]]:
    """Return code and terms of every plan that is sold on the day, by code."""
    return [(version.key, rulebook.document(version, Plan)) for version in rulebook.every_in_force(RULE_KIND, on)]


def of_member(member_id: int, *, on: date | None = None) -> list[Pass]:
    """Return the passes that the member may use, own and shared; `on` leaves out those that have ended by then."""
    people = members.family(member_id)
    rows = SoldPass.objects.filter(Q(member_id__in=people) | Q(shares__member_id__in=people), refunded_on=None)
    if on is not None:
        rows = rows.filter(Q(expires_on=None) | Q(expires_on__gt=on))
    found = list(rows.distinct().order_by("expires_on", "id").prefetch_related("shares"))
    left = {lot.source.id: lot.remaining for lot in _lots({row.member_id for row in found})}
    return [_fact(row, left.get(row.id, 0)) for row in found]


def owner(pass_id: int) -> Holder | None:
    """Return the holder of the book in whose account the pass lies, as it was sold; None for no such pass."""
    sold_to = SoldPass.objects.filter(id=pass_id).values_list("member_id", flat=True).first()
    return None if sold_to is None else member(sold_to)


def pays_for(row: SoldPass) -> tuple[int, ...]:
    """Return the goods of which a session pays for one unit, by the terms under which the pass was sold."""
    version = rulebook.version(row.rule_version_id)
    return rulebook.document(version, Plan).sku_ids if version else ()


def find(pass_id: int) -> Pass | None:
    """Return a pass that was not given back, or None."""
    row = SoldPass.objects.filter(id=pass_id, refunded_on=None).prefetch_related("shares").first()
    return _fact(row, sum(lot.remaining for lot in lots_of(row))) if row else None


def lots_of(row: SoldPass) -> list[Lot]:
    """Return the lots in which the pass lies today: one, or none when nothing is left."""
    return [lot for lot in _lots([row.member_id]) if lot.source.id == row.id]


def used(pass_id: int) -> int:
    """Return how many sessions have been used and not undone."""
    visits = Visit.objects.filter(sold_id=pass_id)
    return int(visits.aggregate(sum=Sum(F("sessions") - F("undone")))["sum"] or 0)


def quote_refund(pass_id: int, *, cause: Cause, on: date) -> Quote:
    """Return what would be paid back: by 法释〔2025〕4号, article 14 within seven days unused, else 15 and 18 to 20."""
    row, taken = SoldPass.objects.get(id=pass_id), used(pass_id)
    result = _refund(row, taken, cause, on)
    return Quote(pass_id, taken, result.used_minor, result.refund_minor, result.articles)


def flaws() -> Iterator[Flaw]:
    """Yield every pass that the book knows otherwise; for `shuke prove`."""
    yield from proving.find()


def _refund(row: SoldPass, taken: int, cause: Cause, on: date) -> RefundOf:
    if taken == 0 and law.is_within_days(row.sold_on, on, _SEVEN_DAYS):
        return RefundOf(row.paid_minor, 0, row.paid_minor, ("14",))
    return law.refund_of_sessions(
        paid_minor=row.paid_minor,
        sessions_paid=row.sessions_paid,
        sessions_gift=row.sessions_gift,
        sessions_used=taken,
        session_list_minor=row.session_list_minor,
        cause=cause,
    )


def _lots(member_ids: Iterable[int]) -> Collection[Lot]:
    survivors = set(members.resolve(list(member_ids)).values())
    return [lot for key in survivors for lot in book.lots(member(key), CURRENCY) if lot.source.kind == SOURCE]


def _fact(row: SoldPass, remaining: int) -> Pass:
    return Pass(
        id=row.id,
        plan=row.plan,
        service=row.service,
        rule_version_id=row.rule_version_id,
        member_id=row.member_id,
        store_id=row.store_id,
        paid_minor=row.paid_minor,
        sessions_paid=row.sessions_paid,
        sessions_gift=row.sessions_gift,
        remaining=remaining,
        from_date=row.sold_on,
        expires_on=row.expires_on,
        shared_with=tuple(share.member_id for share in row.shares.all()),
        sku_ids=pays_for(row),
    )
