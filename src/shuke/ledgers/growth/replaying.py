"""Whole histories under other tier rules: where each member would stand, and what each purchase would be worth.

Before the span the rules that really held decide; from its first day on the draft. Nothing is written.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from shuke.ledgers.growth import models, posting, records, rules
from shuke.ledgers.growth.document import Discount, TierRules
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.models import CountedSpend, GrowthStanding
from shuke.ledgers.growth.rules import Dated, Programme
from shuke.ledgers.growth.types import (
    CountedSale,
    Grant,
    GrantKind,
    MoveKind,
    Replayed,
    ReplayedSpend,
    Spend,
    SpendKind,
    Standing,
    TierMove,
)

_RECEIPTS = (SpendKind.SALE, SpendKind.RETURN)


class Comparison:
    """Two programmes over the same histories: the present one (or a named version from the span on) and a draft."""

    def __init__(
        self, *, draft: Mapping[str, object], baseline: Mapping[str, object] | None, since: date, until: date
    ) -> None:
        self._since, self._last = since, until - timedelta(days=1)
        self._actual = records.programme()
        present = self._actual if baseline is None else self._from_then_on(baseline)
        self._programmes = (present, self._from_then_on(draft))

    def code(self, place: int, level: int) -> str:
        """Return the code of a level under one of the two programmes (0 the present, 1 the draft) at the end."""
        version = self._programmes[place].on(self._last)
        return version.rules.level(level).code if version and level else "outside"

    def names(self) -> dict[int, tuple[str, str]]:
        """Return level → its names (zh, en), those of the draft first."""
        return {
            level.number: (level.zh, level.en)
            for programme in self._programmes
            if (version := programme.on(self._last))
            for level in version.rules.levels
        }

    def labels(self) -> dict[str, tuple[str, str]]:
        """Return the code of each level → its names, those of the draft first."""
        return {
            level.code: (level.zh, level.en)
            for programme in self._programmes
            if (version := programme.on(self._last))
            for level in version.rules.levels
        }

    def to_be_read(self, receipt_ids: Collection[int]) -> set[int]:
        """Return which receipts were never counted, so that `replay` must be given them."""
        rows = CountedSpend.objects.filter(receipt_id__in=list(receipt_ids))
        return set(receipt_ids) - set(rows.values_list("receipt_id", flat=True))

    def replay(self, member_ids: Sequence[int], others: Iterable[CountedSale] = ()) -> list[Replayed]:
        """Return where each member would stand at the end of the span, and each spend of it with the levels then.

        Only those for whom a history counts are told of: what was absorbed counts for its survivor.
        """
        heirs = records.heirs(member_ids)
        own = [member_id for member_id in member_ids if heirs[member_id] == member_id]
        events = self._events(own, others)
        moves = records.moves_of(own)
        return [self._one(member_id, events.get(member_id, []), moves[member_id]) for member_id in own]

    def _one(self, member_id: int, events: Sequence["_Event"], really: Sequence[TierMove]) -> Replayed:
        runs = [_run(events, programme, self._since, self._last) for programme in self._programmes]
        spends = [event.spend for event in events if event.spend is not None and event.counted]
        booked = rules.final_standing([move for move in really if move.effective_on <= self._last])
        _, booked = rules.settle(History(spends), booked, self._actual, self._last)
        return Replayed(
            member_id=member_id,
            booked=booked,
            standings=tuple(run.standing for run in runs),
            levels=tuple(
                run.standing.level if run.standing else rules.open_base(programme, self._last)
                for run, programme in zip(runs, self._programmes, strict=True)
            ),
            spends=tuple(self._spends(events, runs)),
        )

    def _spends(self, events: Sequence["_Event"], runs: Sequence["_Run"]) -> Iterable[ReplayedSpend]:
        for event in events:
            spend = event.spend
            if spend is None or spend.kind not in _RECEIPTS or spend.on < self._since:
                continue
            levels = tuple(self._level_of(spend, place, run) for place, run in enumerate(runs))
            off = tuple(self._discount(place, level, spend.on) for place, level in enumerate(levels))
            yield ReplayedSpend(event.store_id, spend.on, spend.net_minor, levels, off)

    def _level_of(self, spend: Spend, place: int, run: "_Run") -> int:
        """Return the level by which a receipt is rewarded; what comes back is judged by the level of its order."""
        for receipt_id in (spend.original_id, spend.receipt_id):
            if receipt_id is not None and (level := run.levels.get(receipt_id)):
                return level
        return rules.open_base(self._programmes[place], spend.on)

    def _discount(self, place: int, level: int, day: date) -> int:
        version = self._programmes[place].on(day)
        if version is None or not level:
            return 0
        benefits = version.rules.level(level).benefits
        return max((each.percent_off for each in benefits if isinstance(each, Discount)), default=0)

    def _from_then_on(self, body: Mapping[str, object]) -> Programme:
        before = tuple(version for version in self._actual.versions if version.effective_from < self._since)
        return Programme((*before, Dated(0, self._since, TierRules.model_validate(dict(body)))))

    def _events(self, own: Sequence[int], others: Iterable[CountedSale]) -> dict[int, list["_Event"]]:
        """Return each member's events in the order of days, and within a day in that in which they came in."""
        counts_for = records._counts_for(own)
        found: dict[int, list[_Event]] = defaultdict(list)
        rows = CountedSpend.objects.filter(member_id__in=list(counts_for), business_date__lte=self._last)
        columns = ("id", "member_id", "store_id", "kind", "business_date", "net_minor", "growth", "receipt_id")
        for key, member_id, store_id, kind, on, net, growth, receipt_id, original_id in rows.values_list(
            *columns, "original_id"
        ):
            spend = Spend(SpendKind(kind), on, net, growth, receipt_id, original_id)
            found[counts_for[member_id]].append(_Event(on, key, store_id, spend=spend))
        for sale in others:
            if sale.member_id in counts_for and sale.business_date <= self._last:
                spend = Spend(
                    SpendKind(sale.kind), sale.business_date, sale.net_minor, 0, sale.receipt_id, sale.original_id
                )
                event = _Event(sale.business_date, sale.receipt_id, sale.store_id, spend=spend, counted=False)
                found[counts_for[sale.member_id]].append(event)
        for move in models.TierMove.objects.filter(
            member_id__in=list(counts_for), kind=MoveKind.GRANT, effective_on__lte=self._last
        ):
            if (kind := move.reason.get("why")) in tuple(GrantKind):
                grant = Grant(GrantKind(str(kind)), move.effective_on, move.to_level, move.valid_until)
                found[counts_for[move.member_id]].append(_Event(move.effective_on, move.id, None, grant=grant))
        for events in found.values():
            events.sort(key=lambda event: (event.on, event.key))
        return found


class _Event:
    """A spend or a grant with its place in time; a spend that was never counted has no growth yet."""

    __slots__ = ("counted", "grant", "key", "on", "spend", "store_id")

    def __init__(
        self,
        on: date,
        key: int,
        store_id: int | None,
        *,
        spend: Spend | None = None,
        grant: Grant | None = None,
        counted: bool = True,
    ) -> None:
        self.on, self.key, self.store_id = on, key, store_id
        self.spend, self.grant, self.counted = spend, grant, counted


class _Run:
    """What one programme makes of one history."""

    __slots__ = ("levels", "moves", "standing")

    def __init__(self) -> None:
        self.moves: list[TierMove] = []
        self.levels: dict[int, int] = {}
        self.standing: Standing | None = None


def _run(events: Sequence[_Event], programme: Programme, since: date, last: date) -> _Run:
    """Replay a history: growth before the span as it was counted, from then on by the programme's own rate."""
    run, history = _Run(), History()
    for step in rules.steps(_with_growth(events, programme, since), programme, history):
        event = step.event
        run.moves.extend(step.moves)
        run.standing = step.after
        if isinstance(event, Spend) and event.receipt_id is not None and event.on >= since:
            level = rules.level_at_opening(run.moves, event.on) or rules.open_base(programme, event.on)
            run.levels[event.receipt_id] = level
    ended, run.standing = rules.settle(history, run.standing, programme, last)
    run.moves.extend(ended)
    return run


def _with_growth(events: Sequence[_Event], programme: Programme, since: date) -> list[Spend | Grant]:
    counted = [event.spend for event in events if event.spend is not None and event.counted and event.on < since]
    purse = posting.Purse.of(counted)
    made: list[Spend | Grant] = []
    for event in events:
        spend = event.spend
        if spend is None:
            made += [event.grant] if event.grant is not None else []
        elif spend.kind not in _RECEIPTS or (event.counted and event.on < since):
            purse.growth += spend.growth if event.on >= since else 0
            made.append(spend)
        else:
            sale = CountedSale(
                spend.receipt_id or 0, 0, event.store_id or 0, spend.on, spend.kind, spend.original_id, spend.net_minor
            )
            growth = purse.growth_of(sale, programme)
            made.append(Spend(spend.kind, spend.on, spend.net_minor, growth, spend.receipt_id, spend.original_id))
    return made


def members() -> Sequence[int]:
    """Return the members, by id, of whom anything was ever counted: eight bytes each."""
    rows = GrowthStanding.objects.order_by("member_id").values_list("member_id", flat=True)
    return array("q", rows.iterator(chunk_size=10_000))
