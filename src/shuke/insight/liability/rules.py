"""The arithmetic of liability: rolling forward, netting, deposit and headroom. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shuke.foundation import dates, money
from shuke.insight.liability.types import (
    CHAIN,
    POOL,
    HeadroomState,
    Netted,
    Party,
    PartyKind,
    Position,
    RolledForward,
    RollRow,
    Settlement,
)
from shuke.ledgers.book.types import Flow, FlowKind, Origin, Spent

PRINCIPAL = "principal"
ORDER = "order"
"""The kind of a cause that is an order of a till."""
NEAR_PERCENT = 80


def months_of(since: date, until: date) -> list[date]:
    """Return the first days of the months in [since, until)."""
    months, month = [], since
    while month < until:
        months.append(month)
        month = dates.add_months(month, 1)
    return months


def roll(
    currency: str, opening: Mapping[Origin, int], flows: Iterable[Flow], *, since: date, until: date
) -> RolledForward:
    """Carry each store's and funder's opening forward month by month; months without anything are left out."""
    changes: dict[date, dict[Origin, dict[FlowKind, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for flow in flows:
        changes[flow.month][flow.origin][flow.kind] += flow.amount
    standing, rows = dict(opening), list[RollRow]()
    for month in months_of(since, until):
        of_month = changes[month]
        for origin in sorted(standing.keys() | of_month.keys(), key=_by_store):
            row = _row(month, origin, standing.get(origin, 0), of_month[origin])
            standing[origin] = row.closing
            if row.opening or of_month[origin]:
                rows.append(row)
    return RolledForward(currency, since, until, tuple(rows), _total(sum(opening.values()), rows))


@dataclass(frozen=True, slots=True)
class Worths:
    """What is settled, and who pays where no funder is named. `stores`: the ids that mean a store of the chain."""

    per_hundred: Mapping[str, int]
    unfunded_to_chain: Collection[str]
    stores: Collection[int]


@dataclass(frozen=True, slots=True)
class Valued:
    """What something was worth when it was used (below zero: when it came back), whatever the terms say of its kind."""

    month: date
    origin: Origin
    store_id: int | None
    worth_minor: int


def net(flows: Iterable[Flow], worths: Worths, *, since: date, until: date, valued: Sequence[Valued] = ()) -> Netted:
    """Settle whole months: who holds money or funds, pays; who served, receives; every pair is set off.

    Principal goes through the pool: who took the money pays it in, who served or refunded is paid from it. Everything
    else is paid when it is used, by its funder, at its worth: `valued` at its own. The positions of each month sum to
    zero.
    """
    flows = list(flows)
    due: dict[tuple[date, Party, Party], int] = defaultdict(int)
    worth = [(each.month, _funder(each.origin, worths), _store(each.store_id), each.worth_minor) for each in valued]
    for month, payer, payee, amount in [*((flow.month, *_due(flow, worths)) for flow in flows), *worth]:
        if payer < payee:
            due[month, payer, payee] += amount
        elif payee < payer:
            due[month, payee, payer] -= amount
    settlements = sorted(_settlement(*parties, amount) for parties, amount in due.items() if amount)
    currencies = sorted({each.origin.currency for each in flows} | {each.origin.currency for each in valued})
    return Netted(since, until, tuple(currencies), tuple(settlements), tuple(_positions(settlements)))


def value(
    spent: Iterable[Spent], taken_off: Mapping[tuple[int, int], int], faces: Mapping[int, int]
) -> tuple[list[Valued], list[Flow]]:
    """Part what orders have used, each use at what it took off there, from what is settled at a fixed worth.

    `taken_off` is by order and coupon; what took nothing off has the face of its coupon. A deduction goes back with the
    goods, piece by piece, so a use that is given back whole is no second payment.
    """
    valued: dict[tuple[date, Origin, int | None], int] = defaultdict(int)
    plain: dict[tuple[date, Origin, int | None], int] = defaultdict(int)
    for each in spent:
        key = each.month, each.origin, each.store_id
        if each.cause.kind == ORDER:
            off = taken_off.get((each.cause.id, each.lot.id), 0)
            valued[key] += max(each.amount, 0) * off if off else each.amount * faces.get(each.lot.id, 0)
        else:
            plain[key] -= each.amount
    flows = [Flow(month, origin, FlowKind.USED, store, amount) for (month, origin, store), amount in plain.items()]
    return [Valued(*key, worth) for key, worth in valued.items()], flows


def deposit(balance_minor: int, percent: int) -> int:
    """Return what is deposited of last quarter's prepaid balance, up to the next fen."""
    return money.ratio(max(balance_minor, 0), percent, 100, money.Rounding.UP)


def limit(revenue_minor: int, percent: int) -> int:
    """Return how much may be owed in advance, given last year's revenue; down to the fen."""
    return money.ratio(max(revenue_minor, 0), percent, 100, money.Rounding.DOWN)


def headroom_state(balance_minor: int, limit_minor: int, revenue_minor: int) -> HeadroomState:
    """Tell how near the balance is to the limit."""
    if revenue_minor <= 0:
        return HeadroomState.UNKNOWN
    if balance_minor >= limit_minor:
        return HeadroomState.FULL
    near = balance_minor * 100 >= limit_minor * NEAR_PERCENT
    return HeadroomState.NEAR if near else HeadroomState.WITHIN


def quarter_start(on: date) -> date:
    """Return the first day of the quarter in which the day lies."""
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)


def _row(month: date, origin: Origin, opening: int, changes: Mapping[FlowKind, int]) -> RollRow:
    amounts = {kind.value: changes.get(kind, 0) for kind in FlowKind}
    return RollRow(month, origin.store_id, origin.funder_id, opening, **amounts)


def _total(opening: int, rows: Sequence[RollRow]) -> RollRow:
    amounts = {kind.value: sum(getattr(row, kind.value) for row in rows) for kind in FlowKind}
    return RollRow(None, None, None, opening, **amounts)


def _by_store(origin: Origin) -> tuple[int, int]:
    return (origin.store_id or 0, origin.funder_id or 0)


def _due(flow: Flow, worths: Worths) -> tuple[Party, Party, int]:
    """Return (who pays, who receives, how much); below zero the other way round."""
    if flow.origin.currency == PRINCIPAL:
        return _due_by_pool(flow)
    if flow.kind is not FlowKind.USED:
        return POOL, POOL, 0
    worth = money.ratio(-flow.amount, worths.per_hundred.get(flow.origin.currency, 0), 100)
    return _funder(flow.origin, worths), _store(flow.store_id), worth


def _due_by_pool(flow: Flow) -> tuple[Party, Party, int]:
    match flow.kind:
        case FlowKind.ISSUED | FlowKind.BROUGHT_IN:
            return _store(flow.origin.store_id), POOL, flow.amount
        case FlowKind.USED | FlowKind.REFUNDED:
            return POOL, _store(flow.store_id), -flow.amount
        case FlowKind.EXPIRED | FlowKind.ADJUSTED:
            return CHAIN, POOL, flow.amount
        case FlowKind.MOVED:
            return POOL, POOL, 0


def _funder(origin: Origin, worths: Worths) -> Party:
    if origin.funder_id is not None:
        kind = PartyKind.STORE if origin.funder_id in worths.stores else PartyKind.FUNDER
        return Party(kind, origin.funder_id)
    return CHAIN if origin.currency in worths.unfunded_to_chain else _store(origin.store_id)


def _store(store_id: int | None) -> Party:
    return CHAIN if store_id is None else Party(PartyKind.STORE, store_id)


def _settlement(month: date, one: Party, other: Party, amount: int) -> Settlement:
    return Settlement(month, one, other, amount) if amount > 0 else Settlement(month, other, one, -amount)


def _positions(settlements: Iterable[Settlement]) -> list[Position]:
    sums: dict[tuple[date, Party], int] = defaultdict(int)
    for each in settlements:
        sums[each.month, each.payer] -= each.amount_minor
        sums[each.month, each.payee] += each.amount_minor
    return [Position(month, party, amount) for (month, party), amount in sorted(sums.items())]
