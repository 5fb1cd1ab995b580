"""Past receipts under other earn rules: what each would have earned or taken back. Nothing is written.

A receipt that was judged is replayed from its own row: its lines, the tier it was judged by, and which lines came back.
What happened before the span stays as it was; what came back in the span of an earlier sale took what it really took.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter

from django.db.models import Q, QuerySet

from shuke.foundation import clock
from shuke.foundation.catalog import queries as catalog
from shuke.ledgers.points import judging, records, rules
from shuke.ledgers.points.document import EarnRule
from shuke.ledgers.points.judging import DatedRule
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.points.records import PastEarning
from shuke.ledgers.points.types import (
    EarnableLine,
    EarnableSale,
    EarnedLine,
    LineReversal,
    Outcome,
    ReceiptKind,
    Replayed,
    ReplayedLine,
)

_ALWAYS = date.min
_REPLAYABLE = (Outcome.EARNED, Outcome.REVERSED)

_Took = list[tuple[int | None, int]]
"""Points by category; their sum is the receipt's."""


class _Given:
    """A receipt that comes from outside, with the row that judged it without its lines, if there is one."""

    __slots__ = ("booked", "business_date", "sale")

    def __init__(self, sale: EarnableSale, row: PointsEarning | None) -> None:
        self.sale, self.business_date = sale, sale.business_date
        self.booked = row.points if row else None


class Comparison:
    """Two earn rules over the same receipts: the present one (or a named version) and a draft.

    Without a baseline each receipt meets the version that was in force on its day.
    """

    def __init__(
        self, *, draft: Mapping[str, object], baseline: Mapping[str, object] | None, since: date, until: date
    ) -> None:
        self._since, self._until = since, until
        present = judging.rule_versions() if baseline is None else _always(baseline)
        self._programmes = (present, _always(draft))
        self._paths = dict(catalog.categories().values_list("id", "path"))

    def worth(self, old: int, new: int) -> tuple[int, int]:
        """Return the fen that points are worth, each by its own rule; the present one is that of the span's end."""
        present, draft = self._programmes
        return _worth(old, present, self._until), _worth(new, draft, self._until)

    def levels(self) -> set[int]:
        """Return the tier levels that the draft names."""
        return set(self._programmes[1][0].rule.tiers)

    def to_be_read(self, receipt_ids: Collection[int]) -> set[int]:
        """Return which receipts were never judged, or not by lines, so that `replay` must be given them as sales."""
        rows = PointsEarning.objects.filter(receipt_id__in=list(receipt_ids), is_retraction=False)
        return set(receipt_ids) - set(rows.filter(outcome__in=_REPLAYABLE).values_list("receipt_id", flat=True))

    def replay(
        self, member_ids: Collection[int], others: Iterable[EarnableSale] = (), levels: Mapping[int, int] | None = None
    ) -> list[Replayed]:
        """Return what each receipt of the members in the span would do to points under each of the two rules.

        `others` are the receipts that `to_be_read` named, `levels` the tiers held before those.
        """
        rows = _rows(PointsEarning.objects.filter(member_id__in=list(member_ids)), self._since, self._until)
        given = {sale.receipt_id: sale for sale in others}
        by_id = {row.receipt_id: row for row in rows}
        events: list[PointsEarning | _Given] = [row for row in rows if row.receipt_id not in given]
        events += [_Given(sale, by_id.get(sale.receipt_id)) for sale in given.values()]
        events.sort(key=attrgetter("business_date"))
        benches = tuple(_Bench(programme, self._paths) for programme in self._programmes)
        for row in self._earlier(rows, given.values()):
            for bench in benches:
                bench.remember(row)
        known = {row.receipt_id: row.tier_level for row in by_id.values()} | dict(levels or {})
        return [self._replayed(event, benches, known) for event in events]

    def _earlier(self, rows: Iterable[PointsEarning], others: Iterable[EarnableSale]) -> list[PointsEarning]:
        """Return what happened before the span to the sales that are asked for in it.

        A return of an unknown sale asks for all that its member ever earned.
        """
        returns = [sale for sale in others if sale.kind == ReceiptKind.RETURN]
        named = {row.original_id for row in rows if row.outcome == Outcome.REVERSED}
        named |= {sale.original_id for sale in returns}
        asking = {sale.member_id for sale in returns}
        if not named and not asking:
            return []
        concerned = Q(receipt_id__in=named) | Q(original_id__in=named - {None}) | Q(member_id__in=asking)
        return _rows(PointsEarning.objects.filter(concerned), _ALWAYS, self._since)

    def _replayed(
        self, event: PointsEarning | _Given, benches: "tuple[_Bench, ...]", levels: Mapping[int, int]
    ) -> Replayed:
        if isinstance(event, _Given):
            level = levels.get(event.sale.original_id or event.sale.receipt_id, 0)
            return _seen(event.sale, level, event.booked, [bench.given(event.sale, level) for bench in benches])
        sale = _sale_of(event)
        if event.outcome == Outcome.EARNED:
            took = [bench.sell(sale, event.tier_level) for bench in benches]
        else:
            took = [bench.take_back(event) for bench in benches]
        return _seen(sale, levels.get(event.original_id or event.receipt_id, 0), event.points, took)


class _Bench:
    """One rule judging one batch of members from the beginning."""

    def __init__(self, versions: Sequence[DatedRule], paths: Mapping[int, str]) -> None:
        self._versions, self._paths = versions, paths
        self._pasts: dict[int, PastEarning] = {}
        self._of_member: dict[int, list[PastEarning]] = defaultdict(list)
        self._today: dict[tuple[int, date], int] = defaultdict(int)

    def remember(self, row: PointsEarning) -> None:
        """Take in what really happened before the span."""
        if row.outcome == Outcome.EARNED:
            self._keep(records.past_of(row))
        elif row.outcome == Outcome.REVERSED and row.original_id in self._pasts:
            self._pasts[row.original_id].take([LineReversal(*line) for line in row.lines])
        elif row.outcome == Outcome.CLAWED_BACK:
            for receipt_id, points in row.lines:
                if receipt_id in self._pasts:
                    self._pasts[receipt_id].claim(points)

    def given(self, sale: EarnableSale, level: int) -> _Took:
        """Judge a receipt that no row holds the lines of."""
        if sale.kind != ReceiptKind.RETURN:
            return self.sell(sale, level)
        past = self._pasts.get(sale.original_id) if sale.original_id is not None else None
        return self._reverse(past, sale.lines) if past else self._claw_back(sale)

    def sell(self, sale: EarnableSale, level: int) -> _Took:
        """Let a sale earn."""
        version = _on(self._versions, sale.business_date)
        if version is None:
            return []
        day = (sale.member_id, sale.business_date)
        earning = rules.earn(sale, version.rule, level, self._paths, self._today[day])
        self._today[day] += earning.points
        lines = [EarnedLine(line.line_no, line.category_id, line.net_minor, line.points) for line in earning.lines]
        self._keep(PastEarning(sale.receipt_id, sale.member_id, None, lines, earning.points))
        return [(line.category_id, line.points) for line in lines]

    def take_back(self, row: PointsEarning) -> _Took:
        """Take back from the same lines what they earned here; a sale out of sight gives what it really gave."""
        past = self._pasts.get(row.original_id) if row.original_id is not None else None
        if past is None:
            return [(None, row.points)]
        back = [EarnableLine(line_no, None, -returned, line_no) for line_no, returned, _ in row.lines]
        return self._reverse(past, back)

    def _reverse(self, past: PastEarning, back: Sequence[EarnableLine]) -> _Took:
        category = {line.line_no: line.category_id for line in past.lines}
        reversals = rules.reverse(past.lines, back)
        left = past.take(reversals)
        took: _Took = []
        for reversal in reversals:
            points = min(reversal.points, left)
            left -= points
            took.append((category[reversal.line_no], -points))
        return took

    def _claw_back(self, sale: EarnableSale) -> _Took:
        version = _on(self._versions, sale.business_date)
        if version is None:
            return []
        owed = rules.claw_back(sale, version.rule, self._paths).points
        taken = 0
        for past in reversed(self._of_member[sale.member_id]):
            taken += past.claim(owed - taken)
        return [(None, -taken)]

    def _keep(self, past: PastEarning) -> None:
        self._pasts[past.receipt_id] = past
        self._of_member[past.member_id].append(past)


def _rows(found: QuerySet[PointsEarning], since: date, until: date) -> list[PointsEarning]:
    """Return rows of [since, until) in the order in which they were judged, without what was retracted."""
    rows = list(found.filter(business_date__gte=since, business_date__lt=until).order_by("id"))
    retracted = {row.receipt_id for row in rows if row.is_retraction}
    return [row for row in rows if row.receipt_id not in retracted]


def _always(body: Mapping[str, object]) -> tuple[DatedRule, ...]:
    return (DatedRule(0, _ALWAYS, EarnRule.model_validate(dict(body))),)


def _on(versions: Sequence[DatedRule], day: date) -> DatedRule | None:
    return next((version for version in versions if version.effective_from <= day), None)


def _worth(points: int, versions: Sequence[DatedRule], on: date) -> int:
    version = _on(versions, on)
    if version is None:
        return 0
    return rules.worth(points, version.rule) if points >= 0 else -rules.worth(-points, version.rule)


def _sale_of(row: PointsEarning) -> EarnableSale:
    """Return a judged receipt as it was judged; of a return only who and when."""
    earned = row.outcome == Outcome.EARNED
    lines = tuple(EarnableLine(line[0], line[1], line[2]) for line in row.lines) if earned else ()
    return EarnableSale(
        row.receipt_id,
        row.member_id,
        row.store_id,
        clock.day_start(row.business_date),  # the hour is not kept, and no rule asks for it
        row.business_date,
        ReceiptKind.SALE if earned else ReceiptKind.RETURN,
        row.original_id,
        lines,
    )


def _seen(sale: EarnableSale, level: int, booked: int | None, took: Sequence[_Took]) -> Replayed:
    by_category: dict[int | None, list[int]] = {}
    for place, parts in enumerate(took):
        for category_id, points in parts:
            by_category.setdefault(category_id, [0, 0])[place] += points
    return Replayed(
        receipt_id=sale.receipt_id,
        member_id=sale.member_id,
        store_id=sale.store_id,
        business_date=sale.business_date,
        tier_level=level,
        booked=booked,
        lines=tuple(ReplayedLine(category_id, old, new) for category_id, (old, new) in by_category.items()),
    )
