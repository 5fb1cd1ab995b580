"""Judge a batch of receipts: what each earns or takes back, before anything is written.

The batch is judged in the order of time, so that a return finds a sale of the same batch, and a day's cap is used up
receipt by receipt.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from shuke.foundation import ids
from shuke.foundation.catalog import queries as catalog
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.points import locks, records, rules
from shuke.ledgers.points.document import EarnRule
from shuke.ledgers.points.models import PointsEarning
from shuke.ledgers.points.records import PastEarning
from shuke.ledgers.points.types import RULE_KIND, Claim, EarnableSale, Outcome, ReceiptKind


@dataclass(frozen=True, slots=True)
class DatedRule:
    """A version of the earn rule and the day from which it holds."""

    version_id: int
    effective_from: date
    rule: EarnRule


@dataclass(slots=True)
class Judged:
    """A receipt's row as it will be written, and which earnings must give points back for it."""

    row: PointsEarning
    sale: EarnableSale
    takes: list[Claim] = field(default_factory=list)


def rule_versions() -> tuple[DatedRule, ...]:
    """Return every approved version of the earn rule, the latest first."""
    return tuple(
        DatedRule(version.id, version.effective_from, rulebook.document(version, EarnRule))
        for version in reversed(rulebook.approved_versions(RULE_KIND))
    )


def judge(sales: Sequence[EarnableSale], levels: Mapping[int, int]) -> list[Judged]:
    """Return what becomes of each new receipt; `levels` is receipt id → the tier held before it."""
    in_time = sorted(sales, key=lambda sale: (sale.sold_at, sale.kind == ReceiptKind.RETURN))
    bench = _Bench(in_time, levels)
    return [bench.judge(sale) for sale in in_time]


class _Bench:
    """All that must be known to judge a batch, read once."""

    def __init__(self, sales: Sequence[EarnableSale], levels: Mapping[int, int]) -> None:
        self._levels = levels
        self._versions = rule_versions()
        self._paths = paths(sales, (version.rule for version in self._versions))
        self._today = self._used_today(sales)
        self._may_come_back = {sale.original_id for sale in sales if sale.original_id is not None}
        self._pasts = records.earnings_of_receipts(self._may_come_back)
        self._newest = self._answering(sales)

    def judge(self, sale: EarnableSale) -> Judged:
        """Return what becomes of the receipt."""
        version = self._version_on(sale.business_date)
        if sale.kind != ReceiptKind.RETURN:
            return self._judge_sale(sale, version)
        past = self._pasts.get(sale.original_id) if sale.original_id is not None else None
        return self._take_back(sale, past, version) if past else self._claw_back(sale, version)

    def _judge_sale(self, sale: EarnableSale, version: DatedRule | None) -> Judged:
        if version is None:
            return Judged(_row(sale, Outcome.NO_RULE), sale)
        level = self._levels.get(sale.receipt_id, 0)
        day = (sale.member_id, sale.business_date)
        earning = rules.earn(sale, version.rule, level, self._paths, self._today[day])
        self._today[day] += earning.points
        row = _row(
            sale,
            Outcome.EARNED,
            rule_version_id=version.version_id,
            tier_level=level,
            points=earning.points,
            capped_by=earning.capped_by or "",
            available_on=earning.available_on,
            expires_on=earning.expires_on,
            lines=records.earning_lines(earning.lines),
        )
        if sale.receipt_id in self._may_come_back:
            self._pasts[sale.receipt_id] = records.past_of(row)
        if sale.member_id in self._newest:
            past = self._pasts.setdefault(sale.receipt_id, records.past_of(row))
            self._newest[sale.member_id].insert(0, past)
        return Judged(row, sale)

    def _take_back(self, sale: EarnableSale, past: PastEarning, version: DatedRule | None) -> Judged:
        """Take back exactly what the lines that return had earned."""
        reversals = rules.reverse(past.lines, sale.lines)
        points = past.take(reversals)
        row = _row(
            sale,
            Outcome.REVERSED,
            points=-points,
            rule_version_id=version.version_id if version else None,
            expires_on=rules.expires_on(sale.business_date, version.rule) if version else None,
            lines=records.reversal_lines(reversals),
        )
        return Judged(row, sale, [Claim(past.receipt_id, points)] if points else [])

    def _claw_back(self, sale: EarnableSale, version: DatedRule | None) -> Judged:
        """Let the member's latest earnings answer for a return whose own sale nobody knows."""
        if version is None:
            return Judged(_row(sale, Outcome.NO_RULE), sale)
        owed = rules.claw_back(sale, version.rule, self._paths).points
        claims = []
        for past in self._newest[sale.member_id]:
            taken = past.claim(owed)
            if taken:
                claims.append(Claim(past.receipt_id, taken))
                owed -= taken
        row = _row(
            sale,
            Outcome.CLAWED_BACK,
            points=-sum(claim.points for claim in claims),
            rule_version_id=version.version_id,
            expires_on=rules.expires_on(sale.business_date, version.rule),
            lines=records.claim_lines(claims),
        )
        return Judged(row, sale, claims)

    def _version_on(self, day: date) -> DatedRule | None:
        return next((version for version in self._versions if version.effective_from <= day), None)

    def _used_today(self, sales: Iterable[EarnableSale]) -> dict[tuple[int, date], int]:
        """Return what each member's day has earned already, where a day is capped."""
        used: dict[tuple[int, date], int] = defaultdict(int)
        capped = {
            (sale.member_id, sale.business_date)
            for sale in sales
            if (version := self._version_on(sale.business_date)) and version.rule.cap_per_day
        }
        if not capped:
            return used
        locks.days(capped)
        earned = PointsEarning.objects.filter(
            member_id__in=[member for member, _ in capped],
            business_date__in={day for _, day in capped},
            outcome=Outcome.EARNED,
        )
        rows = earned.values("member_id", "business_date").annotate(total=Sum("points"))
        used.update({(row["member_id"], row["business_date"]): row["total"] for row in rows})
        return used

    def _answering(self, sales: Iterable[EarnableSale]) -> dict[int, list[PastEarning]]:
        """Return, for members who bring something back of an unknown sale, their earnings, newest first."""
        members = {
            sale.member_id for sale in sales if sale.kind == ReceiptKind.RETURN and sale.original_id not in self._pasts
        }
        newest: dict[int, list[PastEarning]] = {member_id: [] for member_id in members}
        for receipt_id, past in records.earnings_of_members(members).items():
            # one and the same object for both ways of asking, or its points would be taken twice
            newest[past.member_id].append(self._pasts.setdefault(receipt_id, past))
        return newest


def paths(sales: Iterable[EarnableSale], used: Iterable[EarnRule]) -> dict[int, str]:
    """Return the paths of the categories sold, where any rule asks for categories."""
    if not any(_asks_for_categories(rule) for rule in used):
        return {}
    wanted = {line.category_id for sale in sales for line in sale.lines if line.category_id is not None}
    return dict(catalog.categories().filter(id__in=list(wanted)).values_list("id", "path"))


def _asks_for_categories(rule: EarnRule) -> bool:
    return bool(rule.categories or rule.excluded_categories or any(campaign.categories for campaign in rule.campaigns))


def _row(sale: EarnableSale, outcome: Outcome, **values: object) -> PointsEarning:
    return PointsEarning(
        id=ids.new(),
        receipt_id=sale.receipt_id,
        member_id=sale.member_id,
        store_id=sale.store_id,
        business_date=sale.business_date,
        outcome=outcome,
        original_id=sale.original_id,
        net_minor=sum(line.net_minor for line in sale.lines),
        **{"points": 0, **values},
    )


def fresh(sales: Sequence[EarnableSale], known: Collection[int]) -> list[EarnableSale]:
    """Return the receipts that were not judged before, each once."""
    unique = {sale.receipt_id: sale for sale in sales if sale.receipt_id not in known}
    return list(unique.values())
