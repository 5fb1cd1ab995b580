"""Spend stored value, and give back exactly what a spending took."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from shuke.foundation import clock, failpoints, ids
from shuke.foundation.actors import Actor
from shuke.foundation.db import bulk
from shuke.foundation.refusals import Refusal
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Holder, HolderKind, LotPart, Reversal, Source
from shuke.ledgers.book.types import Spending as BookSpending
from shuke.ledgers.stored_value import reading, rules
from shuke.ledgers.stored_value.models import GivingBack, Spending, Use
from shuke.ledgers.stored_value.rules import Take
from shuke.ledgers.stored_value.types import BONUS, CURRENCIES, PRINCIPAL, GivenBack, Spent, SpentPart


class AnotherSpending(Refusal):
    """The source has spent another amount from this holder."""

    code = "stored_value.another_spending"
    status = 422
    zh = "该单据已扣过另一金额"
    en = "This source has spent another amount already"


class NothingSpent(Refusal):
    """The source has spent no stored value."""

    code = "stored_value.nothing_spent"
    status = 404
    zh = "该单据没有使用储值"
    en = "No stored value was spent for this source"


class NotThatMuchSpent(Refusal):
    """More was to be given back than is left of the spending."""

    code = "stored_value.not_that_much_spent"
    zh = "可退回储值 {left} 分,不能退回 {asked} 分"
    en = "Only {left} fen can go back, {asked} were asked for"


@transaction.atomic
def spend(
    *,
    holder: Holder,
    amount_minor: int,
    source: Source,
    store_id: int,
    by: Actor,
    at: datetime,
    restrictions: Sequence[str] = (),
    list_minor: int | None = None,
) -> Spent:
    """Take `amount_minor` of face: the oldest top-up first, within it principal and bonus by its contract.

    `list_minor` is the full price of what is bought with it, where the holder was given a discount on it. Refuses
    NotEnough and AccountFrozen by the book. The same source and holder again give the same answer.
    """
    on = clock.business_date(at)
    with book.together(holders=[holder], currencies=CURRENCIES, spends=CURRENCIES, by=by, at=at):
        if known := _known(holder, amount_minor, source):
            return known
        # the page is locked: what the shelf shows is what there is
        takes = rules.spend(reading.shelf(holder, on, restrictions=restrictions).funds, amount_minor)
        if sum(take.amount for take in takes) != amount_minor or amount_minor <= 0:
            raise book.NotEnough(needed=amount_minor, available=sum(take.amount for take in takes))
        failpoints.hit("stored_value.chosen")
        sets = {
            currency: _redeem(holder, currency, takes, source, store_id, by=by, at=at)
            for currency in CURRENCIES
            if any(take.currency == currency for take in takes)
        }
    row = Spending.objects.create(
        holder_kind=holder.kind,
        holder_id=holder.id,
        source_kind=source.kind,
        source_id=source.id,
        store_id=store_id,
        face_minor=amount_minor,
        list_minor=max(list_minor or 0, amount_minor),
        principal_set_id=sets.get(PRINCIPAL),
        bonus_set_id=sets.get(BONUS),
        spent_at=at,
        business_date=on,
    )
    uses = [(take.fund.top_up_id, take.lot_id, take.currency, take.amount) for take in takes]
    _note(row.id, None, uses)
    return _spent(row.id, uses)


@transaction.atomic
def give_back(*, source: Source, amount_minor: int, refund_source: Source, by: Actor, at: datetime) -> GivenBack:
    """Give back what the sale `source` spent, the same lots, principal before bonus; once per `refund_source`.

    What came from several holders goes back to the one who paid last first. Refuses NothingSpent, NotThatMuchSpent.
    """
    spendings = list(Spending.objects.filter(source_kind=source.kind, source_id=source.id).order_by("-spent_at", "-id"))
    if not spendings:
        raise NothingSpent
    holders = [Holder(HolderKind(row.holder_kind), row.holder_id) for row in spendings]
    with book.together(holders=holders, currencies=CURRENCIES, by=by, at=at):
        known = _given_back(spendings, refund_source)
        if known is not None:
            return known
        left, given = amount_minor, dict.fromkeys(CURRENCIES, 0)
        for row in spendings:
            for currency, amount in _give_back(row, left, refund_source, by=by, at=at):
                given[currency] += amount
                left -= amount
        if left or amount_minor <= 0:
            raise NotThatMuchSpent(left=amount_minor - left, asked=amount_minor)
    return GivenBack(given[PRINCIPAL], given[BONUS])


def _known(holder: Holder, amount: int, source: Source) -> Spent | None:
    row = Spending.objects.filter(
        source_kind=source.kind, source_id=source.id, holder_kind=holder.kind, holder_id=holder.id
    ).first()
    if row is None:
        return None
    if row.face_minor != amount:
        raise AnotherSpending(field="amount_minor")
    uses = row.uses.filter(giving_back__isnull=True).values_list("top_up_id", "lot_id", "currency", "amount")
    return _spent(row.id, list(uses), repeated=True)


def _redeem(
    holder: Holder, currency: str, takes: Iterable[Take], source: Source, store_id: int, *, by: Actor, at: datetime
) -> int:
    parts = tuple(LotPart(take.lot_id, take.amount) for take in takes if take.currency == currency)
    spending = BookSpending(
        holder=holder,
        currency=currency,
        amount=sum(part.amount for part in parts),
        source=source,
        store_id=store_id,
        parts=parts,
        idempotency_key=f"stored_value.spend:{source.kind}:{source.id}:{holder.kind}:{holder.id}:{currency}",
    )
    return book.redeem(spending=spending, by=by, at=at).set_id


def _given_back(spendings: Sequence[Spending], refund_source: Source) -> GivenBack | None:
    rows = list(
        GivingBack.objects.filter(spending__in=spendings, source_kind=refund_source.kind, source_id=refund_source.id)
    )
    if not rows:
        return None
    return GivenBack(sum(row.principal_minor for row in rows), sum(row.bonus_minor for row in rows))


def _give_back(row: Spending, amount: int, refund_source: Source, *, by: Actor, at: datetime) -> list[tuple[str, int]]:
    """Reverse up to `amount` of one spending, what was taken last first; return how much of each currency."""
    parts: list[tuple[int | None, int, str, int]] = []
    for currency in CURRENCIES:
        for top_up_id, lot_id, net in _left(row, currency):
            back = min(amount, net)
            if back:
                parts.append((top_up_id, lot_id, currency, back))
            amount -= back
    if not parts:
        return []
    sums = {currency: sum(part[3] for part in parts if part[2] == currency) for currency in CURRENCIES}
    for currency, set_id in ((PRINCIPAL, row.principal_set_id), (BONUS, row.bonus_set_id)):
        if set_id is not None and sums[currency]:
            reversal = Reversal(
                set_id=set_id,
                source=refund_source,
                amount=sums[currency],
                parts=tuple(LotPart(lot_id, back) for _, lot_id, of, back in parts if of == currency),
                store_id=by.store_id,
            )
            book.reverse(reversal=reversal, by=by, at=at)
    back_row = GivingBack.objects.create(
        spending=row,
        source_kind=refund_source.kind,
        source_id=refund_source.id,
        principal_minor=sums[PRINCIPAL],
        bonus_minor=sums[BONUS],
        given_back_at=at,
    )
    _note(row.id, back_row.id, [(top_up_id, lot_id, of, -back) for top_up_id, lot_id, of, back in parts])
    return list(sums.items())


def _left(row: Spending, currency: str) -> list[tuple[int | None, int, int]]:
    """Return (top-up, lot, what is not given back yet), what was taken last first."""
    uses = row.uses.filter(currency=currency).values("top_up_id", "lot_id")
    nets = uses.annotate(net=Sum("amount")).order_by("-lot_id")
    return [(each["top_up_id"], each["lot_id"], each["net"]) for each in nets if each["net"]]


def _note(spending_id: int, giving_back_id: int | None, uses: Sequence[tuple[int | None, int, str, int]]) -> None:
    columns = ("id", "spending_id", "giving_back_id", "topup_id", "lot_id", "currency", "amount")
    rows = [(id, spending_id, giving_back_id, *use) for id, use in zip(ids.many(len(uses)), uses, strict=True)]
    bulk.insert(Use, columns, rows)


def _spent(spending_id: int, uses: Sequence[tuple[int | None, int, str, int]], *, repeated: bool = False) -> Spent:
    sums: dict[int | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(CURRENCIES, 0))
    for top_up_id, _, currency, amount in uses:
        sums[top_up_id][currency] += amount
    parts = tuple(SpentPart(top_up_id, each[PRINCIPAL], each[BONUS]) for top_up_id, each in sums.items())
    return Spent(
        id=spending_id,
        principal_minor=sum(part.principal_minor for part in parts),
        bonus_minor=sum(part.bonus_minor for part in parts),
        parts=parts,
        repeated=repeated,
    )
