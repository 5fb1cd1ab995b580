"""What stands where: terms and packages in force, a holder's funds in the order of time, and what was used of them."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Sum

from shuke.foundation import money
from shuke.foundation.members import queries as members
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import Holder, HolderKind, Lot, LotState, card, member
from shuke.ledgers.stored_value.defaults import DEFAULT_TERMS
from shuke.ledgers.stored_value.document import Package, Packages, Terms
from shuke.ledgers.stored_value.models import Card, TopUp, Use
from shuke.ledgers.stored_value.rules import Fund, LotLeft, Used
from shuke.ledgers.stored_value.types import BONUS, PACKAGES_KIND, PRINCIPAL, TERMS_KIND, TOP_UP, SpendingOrder

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Dated:
    """The terms and packages of a day, with the versions of their documents (None: the defaults)."""

    terms: Terms
    terms_version_id: int | None
    packages: Packages
    packages_version_id: int | None

    def package(self, code: str) -> Package | None:
        """Return the package of that code."""
        return next((package for package in self.packages.packages if package.code == code), None)


def in_force(on: date) -> Dated:
    """Return what holds on the day; the product's own terms until the chain has written some."""
    terms = rulebook.find_in_force(TERMS_KIND, on)
    packages = rulebook.find_in_force(PACKAGES_KIND, on)
    return Dated(
        terms=Terms.model_validate(terms.body if terms else DEFAULT_TERMS),
        terms_version_id=terms.id if terms else None,
        packages=Packages.model_validate(packages.body) if packages else Packages(),
        packages_version_id=packages.id if packages else None,
    )


def contract_hash(text: str) -> str:
    """Return the SHA-256 of a contract's text."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All lots of a holder that have something left, by the top-up they came with."""

    funds: tuple[Fund, ...]
    top_ups: dict[int, TopUp]
    waiting: tuple[Lot, ...]


def shelf(holder: Holder, on: date, *, restrictions: Collection[str] | None = None) -> Shelf:
    """Return the holder's funds, the oldest top-up first.

    Restricted bonus is left out unless its restriction is named; None takes all. Expired bonus is always left out.
    """
    lots = [
        lot
        for currency in (PRINCIPAL, BONUS)
        for lot in book.lots(holder, currency)
        if _counts(lot, on) and _allowed(lot, restrictions)
    ]
    by_source: dict[tuple[str, int], list[Lot]] = defaultdict(list)
    for lot in lots:
        by_source[lot.source.kind, lot.source.id].append(lot)
    top_ups = TopUp.objects.in_bulk([id for kind, id in by_source if kind == TOP_UP])
    groups = [(top_ups.get(id) if kind == TOP_UP else None, group) for (kind, id), group in by_source.items()]
    groups.sort(key=lambda pair: _age(*pair))
    return Shelf(
        funds=tuple(_fund(top_up, group) for top_up, group in groups),
        top_ups=top_ups,
        waiting=tuple(lot for lot in lots if lot.state is LotState.PENDING),
    )


def used(holder: Holder, top_up_ids: Sequence[int]) -> dict[int, Used]:
    """Return what the holder (and whoever became him) has used of the top-ups, net of what came back."""
    rows = list(
        Use.objects.filter(top_up__in=top_up_ids)
        .values_list(
            "top_up_id",
            "spending_id",
            "spending__holder_kind",
            "spending__holder_id",
            "spending__face_minor",
            "spending__list_minor",
            "currency",
        )
        .annotate(net=Sum("amount"))
        .order_by("spending_id")
    )
    own = _own(holder, {Holder(HolderKind(row[2]), row[3]) for row in rows})
    found: dict[int, Used] = defaultdict(Used)
    for top_up_id, _, kind, holder_id, face, full, currency, net in rows:
        if Holder(HolderKind(kind), holder_id) not in own:
            continue
        so_far = found[top_up_id]
        found[top_up_id] = Used(
            so_far.face_minor + net,
            so_far.principal_minor + (net if currency == PRINCIPAL else 0),
            so_far.list_minor + money.ratio(net, full, face, money.Rounding.DOWN),
        )
    return found


def _own(holder: Holder, candidates: Collection[Holder]) -> set[Holder]:
    """Return those who are the holder today: members merged into him, and cards bound to him or renewed by him."""
    ends = {each: each for each in candidates}
    cards = Card.objects.select_related("replaced_by").in_bulk(
        [each.id for each in candidates if each.kind is HolderKind.CARD]
    )
    for row in cards.values():
        last = row
        while last.replaced_by is not None:
            last = last.replaced_by
        ends[card(row.id)] = card(last.id) if last.member_id is None else member(last.member_id)
    merged = members.resolve([end.id for end in ends.values() if end.kind is HolderKind.MEMBER])
    return {
        each
        for each, end in ends.items()
        if end == holder or (end.kind is HolderKind.MEMBER and member(merged.get(end.id, end.id)) == holder)
    }


def _counts(lot: Lot, on: date) -> bool:
    return lot.remaining > 0 and (lot.expires_on is None or on < lot.expires_on)


def _allowed(lot: Lot, restrictions: Collection[str] | None) -> bool:
    return restrictions is None or lot.restriction is None or lot.restriction in restrictions


def _age(top_up: TopUp | None, lots: Sequence[Lot]) -> tuple[datetime, int]:
    """What came by adjustment has no day of payment and is taken last."""
    return (top_up.topped_up_at, top_up.id) if top_up else (_NEVER, min(lot.id for lot in lots))


def _fund(top_up: TopUp | None, lots: Sequence[Lot]) -> Fund:
    spendable = [lot for lot in lots if lot.state is LotState.AVAILABLE]
    principal = [LotLeft(lot.id, lot.remaining) for lot in spendable if lot.currency == PRINCIPAL]
    bonus = [LotLeft(lot.id, lot.remaining) for lot in spendable if lot.currency == BONUS]
    return Fund(
        top_up_id=top_up.id if top_up else None,
        paid_minor=top_up.paid_minor if top_up else sum(lot.remaining for lot in principal),
        gift_minor=top_up.bonus_minor if top_up else sum(lot.remaining for lot in bonus),
        order=SpendingOrder(top_up.spending_order) if top_up else SpendingOrder.PRO_RATA,
        principal=tuple(principal),
        bonus=tuple(bonus),
        bonus_waiting=sum(lot.remaining for lot in lots if lot.state is LotState.PENDING and lot.currency == BONUS),
    )
