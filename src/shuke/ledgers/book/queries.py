"""What the book can tell. Nothing here writes or locks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from shuke.foundation.db import bulk
from shuke.ledgers.book import flowing, models, reading, sql
from shuke.ledgers.book.types import (
    Ageing,
    Balance,
    Entry,
    Explanation,
    Flow,
    Holder,
    HolderKind,
    Kind,
    Lot,
    LotState,
    Origin,
    RollForward,
    SealHead,
    Source,
    Spent,
    System,
)

_HOLDERS_A_STATEMENT = 1_000


def balance(holder: Holder, currency: str, *, as_of: date | None = None) -> Balance:
    """What the holder has now, or had at the end of the business date `as_of`."""
    return balances([holder], currency, as_of=as_of)[holder]


def balances(holders: Collection[Holder], currency: str, *, as_of: date | None = None) -> dict[Holder, Balance]:
    """Like `balance` for many; a holder without account has nothing."""
    empty = dict.fromkeys(holders, Balance())
    if as_of is not None:
        return empty | reading.balances_as_of(holders, currency, as_of)
    kinds = {holder.kind for holder in holders}
    accounts = models.Account.objects.filter(currency=currency, holder_kind__in=kinds)
    rows = accounts.filter(holder_id__in={holder.id for holder in holders}).values_list(
        "holder_kind", "holder_id", "available", "pending", "held", "debt"
    )
    found = {Holder(HolderKind(kind), id): Balance(*buckets) for kind, id, *buckets in rows}
    return {holder: found.get(holder, nothing) for holder, nothing in empty.items()}


def system_balance(system: System, currency: str, *, as_of: date | None = None) -> int:
    """The sum of the postings of a system account: `issued` is minus all that was ever given."""
    postings = models.Posting.objects.filter(
        account__holder_kind=HolderKind.SYSTEM, account__holder_id=int(system), account__currency=currency
    )
    if as_of is not None:
        postings = postings.filter(posting_set__business_date__lte=as_of)
    return int(postings.aggregate(total=Sum("amount"))["total"] or 0)


def statement(holder: Holder, currency: str, *, limit: int = 50, before: int | None = None) -> list[Entry]:
    """The holder's entries, newest first, each with the balance after it; `before` = set id of the last entry seen."""
    return reading.statement(holder, currency, limit, before)


def lots(holder: Holder, currency: str) -> tuple[Lot, ...]:
    """The holder's lots that have something left or held, in the order in which they would be spent."""
    rows = models.Lot.objects.filter(
        Q(remaining__gt=0) | Q(held__gt=0),
        account__holder_kind=holder.kind,
        account__holder_id=holder.id,
        account__currency=currency,
    )
    return tuple(sorted(map(_lot, rows), key=lambda lot: (lot.expires_on or date.max, lot.id)))


def explain(holder: Holder, currency: str) -> Explanation:
    """The balance and the lots it consists of: from which source, by which rule version, and when each expires."""
    return Explanation(balance(holder, currency), lots(holder, currency))


def expiring(holder: Holder, currency: str, *, by: date) -> int:
    """How much of what the holder has will have expired when the business date `by` begins."""
    return sum(lot.remaining for lot in lots(holder, currency) if lot.expires_on is not None and lot.expires_on <= by)


def ending(
    currency: str, *, after: date, until: date, member_ids: Collection[int] | None = None
) -> Iterator[tuple[int, date, int]]:
    """Yield (member id, day, amount) of what ends after the one day and not after the other, by member and day.

    One statement for everybody, one more for each thousand of `member_ids`; held and spent amounts do not count.
    """
    lots = models.Lot.objects.filter(
        remaining__gt=0,
        expires_on__gt=after,
        expires_on__lte=until,
        account__holder_kind=HolderKind.MEMBER,
        account__currency=currency,
    )
    sums = (
        lots.values_list("account__holder_id", "expires_on")
        .annotate(amount=Sum("remaining"))
        .order_by("account__holder_id", "expires_on")
    )
    if member_ids is None:
        yield from sums.iterator()
        return
    for some in bulk.batches(sorted(member_ids), _HOLDERS_A_STATEMENT):
        yield from sums.filter(account__holder_id__in=some)


def roll_forward(currency: str, *, since: date, until: date) -> RollForward:
    """What members held before `since`, what came and went by kind in [since, until), and what they held at its end."""
    opening, changes = reading.roll_forward(currency, since, until)
    return RollForward(currency, opening, changes, opening + sum(changes.values()))


def flows(currencies: Collection[str], *, since: date, until: date) -> list[Flow]:
    """What came and went in [since, until) by business month, origin, kind and acting store, in one statement.

    The matter of roll-forwards and of netting: `standing` before `since` plus these amounts is that before `until`.
    """
    return flowing.flows(currencies, since, until)


def spent(currency: str, *, since: date, until: date) -> list[Spent]:
    """What was used in [since, until), lot's source by lot's source with what it was used for, in one statement.

    The sum of the amounts is what `flows` tells as used, with the other sign.
    """
    return flowing.spent(currency, since, until)


def standing(currencies: Collection[str], *, before: date) -> dict[Origin, int]:
    """What holders had in all (available, pending, held, less debt) before the business date, by origin."""
    return flowing.standing(currencies, before)


def held_in_all(currency: str) -> int:
    """What all holders have now (available, pending, held, less debt): quicker than the sum of all postings."""
    rows = models.Account.objects.filter(currency=currency).exclude(holder_kind=HolderKind.SYSTEM)
    net = Sum(F("available") + F("pending") + F("held") - F("debt"))
    return int(rows.aggregate(net=net)["net"] or 0)


def ageing(currency: str, *, until: date) -> list[Ageing]:
    """What became of lots by the month they were issued in, up to the business date; moved lots keep their month."""
    return flowing.ageing(currency, until)


def sets_of(source: Source) -> list[int]:
    """The ids of the posting sets that the source caused, oldest first."""
    sets = models.PostingSet.objects.filter(source_kind=source.kind, source_id=source.id)
    return list(sets.order_by("id").values_list("id", flat=True))


def sets_by_key(keys: Collection[str]) -> dict[str, int]:
    """The ids of the posting sets by idempotency key, for the keys that are known."""
    return {key: set_id for key, (set_id, _, _) in sql.sets_by_key(keys).items()} if keys else {}


def entry_kind(set_id: int) -> Kind:
    """The kind of a posting set."""
    return Kind(models.PostingSet.objects.values_list("kind", flat=True).get(id=set_id))


def seal_head() -> SealHead | None:
    """The latest seal, to be kept outside the database."""
    latest = models.Seal.objects.order_by("-number").first()
    return SealHead(latest.number, latest.digest) if latest else None


def seals() -> QuerySet[models.Seal]:
    """Return the seals, the latest first."""
    return models.Seal.objects.order_by("-number")


def _lot(row: models.Lot) -> Lot:
    return Lot(
        id=row.id,
        currency=row.currency,
        issued=row.issued,
        remaining=row.remaining,
        held=row.held,
        state=LotState(row.state),
        available_on=row.available_on,
        expires_on=row.expires_on,
        store_id=row.store_id,
        funder_id=row.funder_id,
        restriction=row.restriction,
        source=Source(row.source_kind, row.source_id),
        rule_version_id=row.rule_version_id,
        set_id=row.posting_set_id,
        origin_lot_id=row.origin_lot_id,
    )
