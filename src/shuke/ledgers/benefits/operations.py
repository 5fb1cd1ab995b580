"""Grant benefits, sell cards that grant them, use them, give them back. Every act is atomic."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.members import queries as members
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.benefits import queries, rules
from shuke.ledgers.benefits.document import Card
from shuke.ledgers.benefits.models import Grant, SoldCard, UsedBenefit
from shuke.ledgers.benefits.types import BENEFIT_KIND, CARD_KIND, CURRENCY, SOURCE, Benefit, NewGrant
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Earning, LotPart, Reversal, Source, Spending, member


class BenefitUnknown(Refusal):
    """There is no such benefit in force."""

    code = "benefits.unknown"
    status = 422
    zh = "没有生效的权益:{benefit}"
    en = "There is no such benefit: {benefit}"


class CardUnknown(Refusal):
    """No such card is on sale."""

    code = "benefits.card_unknown"
    status = 422
    zh = "没有在售的会员卡:{card}"
    en = "No such membership card is on sale: {card}"


class NotUsable(Refusal):
    """The member does not have the benefit today, or has used it up."""

    code = "benefits.not_usable"
    zh = "权益不可用:未持有、未生效、已过期或次数已用完"
    en = "The benefit cannot be used: not held, not begun, over, or used up"


@transaction.atomic
def grant(
    *,
    member_id: int,
    new: NewGrant,
    by: Actor,
    at: datetime,
    occasion: str = "",
    store_id: int | None = None,
    funder_id: int | None = None,
    card_id: int | None = None,
) -> int:
    """Grant a benefit and return the grant's id; with an `occasion` a member has it once. Refuses BenefitUnknown."""
    version = rulebook.find_in_force(BENEFIT_KIND, clock.business_date(at), new.code)
    if version is None:
        raise BenefitUnknown(field="benefit", benefit=new.code)
    if occasion:
        known = Grant.objects.filter(member_id=member_id, benefit=new.code, occasion=occasion).first()
        if known is not None:
            return known.id
    grant_id = ids.new()
    set_id = None
    if new.quota is not None:
        lot = Earning(
            holder=member(member_id),
            currency=CURRENCY,
            amount=new.quota,
            source=Source(SOURCE, grant_id),
            available_on=new.from_date,
            expires_on=new.to_date,
            store_id=store_id,
            funder_id=funder_id,
            restriction=new.code,
            rule_version_id=version.id,
        )
        set_id = book.earn(earning=lot, by=by, at=at).set_id
    Grant.objects.create(
        id=grant_id,
        benefit=new.code,
        rule_version_id=version.id,
        member_id=member_id,
        card_id=card_id,
        occasion=occasion,
        quota=new.quota,
        from_date=new.from_date,
        to_date=new.to_date,
        store_id=store_id,
        funder_id=funder_id,
        set_id=set_id,
    )
    return grant_id


@transaction.atomic
def sell_card(
    *, card_id: int, card: str, member_id: int, store_id: int, source: Source, by: Actor, at: datetime
) -> int:
    """Sell a membership card with all that it grants, and return its id, which the caller made; once an id.

    A second card begins when the member's present card of the kind ends. Refuses CardUnknown.
    """
    if SoldCard.objects.filter(id=card_id, member_id=member_id).exists():
        return card_id
    today = clock.business_date(at)
    version = rulebook.find_in_force(CARD_KIND, today, card)
    if version is None:
        raise CardUnknown(field="card", card=card)
    terms = rulebook.document(version, Card)
    start = queries.card_free_from(member_id, card, today)
    SoldCard.objects.create(
        id=card_id,
        card=card,
        rule_version_id=version.id,
        member_id=member_id,
        store_id=store_id,
        source_kind=source.kind,
        source_id=source.id,
        paid_minor=terms.price_minor,
        from_date=start,
        to_date=rules.ends_on(terms, start),
    )
    for new in rules.grants(terms, start):
        grant(member_id=member_id, new=new, by=by, at=at, store_id=store_id, card_id=card_id)
    audit.record(by=by, at=at, action="benefits.sell_card", subject=f"card:{card_id}", after={"card": card})
    return card_id


@transaction.atomic
def use(
    *,
    grant_ids: Collection[int],
    member_id: int,
    source: Source,
    store_id: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Use each of the benefits once for the source (a receipt, a visit); the same source uses it once.

    Refuses NotUsable, also for the second of two who use the last one at the same moment.
    """
    if not grant_ids:
        return
    usable = {each.id: each for each in queries.usable(member_id, on=clock.business_date(at))}
    done = UsedBenefit.objects.filter(grant_id__in=grant_ids, source_kind=source.kind, source_id=source.id)
    known = set(done.values_list("grant_id", flat=True))
    for grant_id in sorted(set(grant_ids) - known):
        if grant_id not in usable:
            raise NotUsable
        set_id = _take(usable[grant_id], source, store_id, by, at)
        UsedBenefit.objects.create(
            grant_id=grant_id,
            member_id=member_id,
            store_id=store_id,
            source_kind=source.kind,
            source_id=source.id,
            set_id=set_id,
            used_at=at,
        )


@transaction.atomic
def give_back(*, source: Source, refund_source: Source, by: Actor, at: datetime) -> int:
    """Undo the uses that a sale has caused; return how many. A second call finds none."""
    uses = list(UsedBenefit.objects.filter(source_kind=source.kind, source_id=source.id, undone=False).order_by("id"))
    for used in uses:
        if used.set_id is not None:
            book.reverse(reversal=Reversal(set_id=used.set_id, source=refund_source), by=by, at=at)
        UsedBenefit.objects.filter(id=used.id).update(undone=True)
    return len(uses)


def _take(benefit: Benefit, source: Source, store_id: int | None, by: Actor, at: datetime) -> int | None:
    """Take one of the quota out of the book; a benefit without a quota takes nothing."""
    if benefit.quota is None:
        return None
    lots = queries.lots_of(benefit)
    if not lots:
        raise NotUsable
    # granted to an account that was merged since, it lies with the survivor, whose page a till has opened
    holder = members.resolve([benefit.member_id])[benefit.member_id]
    spending = Spending(
        holder=member(holder),
        currency=CURRENCY,
        amount=1,
        source=source,
        store_id=store_id,
        parts=(LotPart(lots[0].id, 1),),
    )
    try:
        return book.redeem(spending=spending, by=by, at=at).set_id
    except book.NotEnough as gone:
        raise NotUsable from gone
