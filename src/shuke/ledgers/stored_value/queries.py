"""What can be asked about stored value: balances, lots, the statement, a refund's sum, what is on offer, cards."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from shuke.foundation.actors import ActorKind
from shuke.foundation.db.flaws import Flaw
from shuke.foundation.policy.types import Cause
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import Holder, HolderKind, Lot, Source, member
from shuke.ledgers.stored_value import cards, proving, reading, refunding, topping
from shuke.ledgers.stored_value.document import Package
from shuke.ledgers.stored_value.models import Card, Contract, Proposal, Spending, TopUp
from shuke.ledgers.stored_value.types import (
    BONUS,
    CURRENCIES,
    PRINCIPAL,
    CardFacts,
    CardState,
    CouponGrant,
    Offer,
    ProposalFacts,
    ProposalKind,
    Quote,
    StatementLine,
    TopUpFacts,
    Worth,
)


def balance(holder: Holder, *, as_of: date | None = None) -> Worth:
    """Return what the holder has in principal and bonus, now or at the end of a business date."""
    return Worth(book.balance(holder, PRINCIPAL, as_of=as_of), book.balance(holder, BONUS, as_of=as_of))


def balances(member_ids: Collection[int]) -> dict[int, Worth]:
    """Return what members have; two statements for any number."""
    holders = [member(member_id) for member_id in member_ids]
    principal, bonus = book.balances(holders, PRINCIPAL), book.balances(holders, BONUS)
    return {holder.id: Worth(principal[holder], bonus[holder]) for holder in holders}


def lots(holder: Holder) -> tuple[Lot, ...]:
    """Return the lots with something left or held, principal first; the source of each is its top-up."""
    return tuple(lot for currency in CURRENCIES for lot in book.lots(holder, currency))


def statement(holder: Holder, *, limit: int = 50, before: int | None = None) -> list[StatementLine]:
    """Return every entry of both currencies, newest first, each with the balance after it.

    At most `limit` posting sets; `before` is the last set seen, for the next page.
    """
    lines = [
        StatementLine(currency, entry)
        for currency in CURRENCIES
        for entry in book.statement(holder, currency, limit=limit, before=before)
    ]
    lines.sort(key=lambda line: (-line.entry.set_id, line.currency != PRINCIPAL))
    shown = set(sorted({line.entry.set_id for line in lines}, reverse=True)[:limit])
    return [line for line in lines if line.entry.set_id in shown]


def quote_refund(
    *, holder: Holder, cause: Cause, on: date, terminated_on: date | None = None, tried_before: bool = False
) -> Quote:
    """Return what a refund of the whole account would pay on the day, top-up by top-up, with the articles."""
    return refunding.quote(holder=holder, cause=cause, on=on, terminated_on=terminated_on, tried_before=tried_before)


def packages_on(day: date, *, store_id: int | None = None, level: int | None = None) -> list[Offer]:
    """Return the packages on offer on the day; narrowed to a store and to what a tier may take, where told."""
    return [
        _offer(package)
        for package in reading.in_force(day).packages.packages
        if topping.is_offered(
            package,
            day,
            store_id=store_id if store_id is not None else min(package.store_ids, default=0),
            level=level if level is not None else package.min_level,
        )
    ]


def policy_pack(day: date) -> str:
    """Return the name of the policy pack that the chain has chosen for the day."""
    return reading.in_force(day).terms.policy_pack


def top_ups(holder: Holder, *, limit: int = 50) -> list[TopUpFacts]:
    """Return the holder's top-ups, the latest first."""
    rows = TopUp.objects.filter(holder_kind=holder.kind, holder_id=holder.id).order_by("-topped_up_at", "-id")
    return [_top_up(row) for row in rows[:limit]]


def top_up(top_up_id: int) -> TopUpFacts | None:
    """Return one top-up."""
    row = TopUp.objects.filter(id=top_up_id).first()
    return _top_up(row) if row else None


def contract(contract_hash: str) -> str | None:
    """Return the text of a contract by its hash."""
    return Contract.objects.filter(hash=contract_hash).values_list("text", flat=True).first()


def spent_by(source: Source) -> tuple[int, int]:
    """Return (principal, bonus) that the source has spent and not got back."""
    totals = dict.fromkeys(CURRENCIES, 0)
    for row in Spending.objects.filter(source_kind=source.kind, source_id=source.id):
        for currency, amount in row.uses.values_list("currency", "amount"):
            totals[currency] += amount
    return totals[PRINCIPAL], totals[BONUS]


def card_holder(number: str, secret: str, on: date) -> Holder:
    """Return the holder that a card with its secret opens: itself, or the member it is bound to.

    Refuses NoSuchCard and CardNotInUse.
    """
    return cards.holder_of(cards.with_secret(number, secret), on)


def holder_of_card(card_id: int, on: date) -> Holder:
    """Return the holder that a card opens, for whoever has proven to know its secret.

    Refuses NoSuchCard and CardNotInUse.
    """
    row = Card.objects.filter(id=card_id).first()
    if row is None:
        raise cards.NoSuchCard
    return cards.holder_of(row, on)


def card_of(number: str, secret: str) -> int:
    """Return the card of that number, whatever its state, when the secret is right. Refuses NoSuchCard.

    Takes the time that a slow hash takes: ask before a transaction, not inside.
    """
    return cards.with_secret(number, secret).id


def payers(source: Source) -> set[Holder]:
    """Return the holders from whom the source has spent."""
    rows = Spending.objects.filter(source_kind=source.kind, source_id=source.id)
    return {Holder(HolderKind(kind), id) for kind, id in rows.values_list("holder_kind", "holder_id")}


def card(card_id: int) -> CardFacts | None:
    """Return one card, without its secret."""
    row = Card.objects.filter(id=card_id).first()
    return _card(row) if row else None


def cards_of(member_id: int) -> list[CardFacts]:
    """Return the member's cards, the latest first."""
    return [_card(row) for row in Card.objects.filter(member_id=member_id).order_by("-id")]


def proposals(*, open_only: bool = True, after: int = 0, limit: int = 50) -> list[ProposalFacts]:
    """Return what awaits a second person (or all of it), the latest first; `after` is the last one seen."""
    rows = Proposal.objects.order_by("-id")
    rows = rows.filter(approved_at__isnull=True) if open_only else rows
    rows = rows.filter(id__lt=after) if after else rows
    return [_proposal(row) for row in rows[:limit]]


def awaiting(*, not_by: int, limit: int = 50) -> list[ProposalFacts]:
    """Return what awaits a second person and was not proposed by this one, the latest first."""
    own = Q(proposed_by=not_by, proposed_by_kind=ActorKind.STAFF.value)
    rows = Proposal.objects.filter(approved_at__isnull=True).exclude(own).order_by("-id")
    return [_proposal(row) for row in rows[:limit]]


def paid_in(*, since: datetime, until: datetime, stores: Collection[int] | None = None) -> tuple[int, int]:
    """Return how many top-ups were made in [since, until) (in those stores) and the fen paid for them."""
    rows = TopUp.objects.filter(topped_up_at__gte=since, topped_up_at__lt=until)
    rows = rows if stores is None else rows.filter(store_id__in=stores)
    sums = rows.aggregate(count=Count("id"), paid=Sum("paid_minor"))
    return sums["count"], sums["paid"] or 0


def flaws() -> Iterator[Flaw]:
    """Yield every top-up, spending and refund that the book knows otherwise; for `shuke prove`."""
    yield from proving.find()


def _offer(row: Package) -> Offer:
    return Offer(
        code=row.code,
        name=row.name,
        text=row.text,
        pay_minor=row.pay_minor,
        bonus_minor=row.bonus_minor,
        bonus_months=row.bonus_months,
        instalments=tuple((part.after_months, part.bonus_minor) for part in row.instalments),
        coupons=tuple(CouponGrant(each.template, each.count) for each in row.coupons),
        points=row.points,
        min_level=row.min_level,
        per_member=row.per_member,
        last_day=row.last_day,
    )


def _top_up(row: TopUp) -> TopUpFacts:
    return TopUpFacts(
        id=row.id,
        holder=Holder(HolderKind(row.holder_kind), row.holder_id),
        store_id=row.store_id,
        funder_id=row.funder_id,
        package=row.package or None,
        paid_minor=row.paid_minor,
        bonus_minor=row.bonus_minor,
        topped_up_at=row.topped_up_at,
        contract_hash=row.contract_id,
    )


def _card(row: Card) -> CardFacts:
    return CardFacts(
        id=row.id,
        number=row.number,
        state=CardState(row.state),
        member_id=row.member_id,
        store_id=row.store_id,
        activated_at=row.activated_at,
        expires_on=row.expires_on,
    )


def _proposal(row: Proposal) -> ProposalFacts:
    return ProposalFacts(
        id=row.id,
        kind=ProposalKind(row.kind),
        holder=Holder(HolderKind(row.holder_kind), row.holder_id),
        body=row.body,
        reason=row.reason,
        proposed_at=row.proposed_at,
        approved_at=row.approved_at,
    )
