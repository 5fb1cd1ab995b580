"""A tier programme over past histories: where everybody would stand, who moves, and what the discounts would cost."""

import heapq
from array import array
from collections.abc import Sequence

from shuke.foundation import money
from shuke.insight.timemachine import board as boards
from shuke.insight.timemachine import careful, facts
from shuke.insight.timemachine.board import Board, Keep, Tell
from shuke.insight.timemachine.rules import Tally
from shuke.insight.timemachine.types import Column, Mover, Note, Outcome, Table, Trial, Unit
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.growth.types import Replayed
from shuke.selling.sales import queries as sales

_FOREVER = facts.FIRST_DAY


def run(trial: Trial, keep: Keep, tell: Tell) -> Outcome:
    """Replay every member's history under both programmes, to the end of the span's last day."""
    board = Board(trial, Unit.MINOR, keep, tell)
    comparison = tiers.Comparison(draft=trial.draft, baseline=trial.baseline, since=trial.since, until=trial.until)
    found = _Found(comparison)
    everybody = _everybody(trial)
    board.expect(len(everybody))
    for batch in board.batches(everybody):
        receipts = sales.receipts_of_members(batch, _FOREVER, trial.until)
        unread = comparison.to_be_read([each.id for each in receipts])
        others = facts.counted([each for each in receipts if each.id in unread])
        found.uncounted += len(others)
        for member in comparison.replay(batch, others):
            found.add(board, member)
    return _outcome(trial, board, found)


def _everybody(trial: Trial) -> Sequence[int]:
    """Return who ever bought and who has a standing, each once, by id."""
    known = array("q")
    for member_id in heapq.merge(sales.buyers(_FOREVER, trial.until), tiers.members()):
        if not known or known[-1] != member_id:
            known.append(member_id)
    return known


class _Found:
    """What is kept beside the sums of a board: hundredths of a fen are added up before they are rounded."""

    def __init__(self, comparison: tiers.Comparison) -> None:
        self._comparison = comparison
        self.names, self.labels = comparison.names(), comparison.labels()
        self.by_level = Tally()
        self.booked = self.differing = self.uncounted = 0

    def add(self, board: Board, member: Replayed) -> None:
        """Take in one member."""
        spends = [spend for spend in member.spends if board.trial.counts(spend.store_id)]
        for spend in spends:
            old, new = (spend.net_minor * percent for percent in spend.percents_off)
            board.receipts += 1
            board.add(store_id=spend.store_id, of_class=spend.levels[1], old=old, new=new)
        if board.trial.store_id is not None and not spends:
            return
        old_level, new_level = member.levels
        self.by_level.add(old_level, 1, 0, 0)
        self.by_level.add(new_level, 0, 1, 0)
        names = (self._comparison.code(0, old_level), self._comparison.code(1, new_level))
        board.judge(Mover(member.member_id, old_level, new_level, *names))
        if member.booked is not None:
            self.booked += 1
        self.differing += member.booked != member.standings[0]


def _outcome(trial: Trial, board: Board, found: _Found) -> Outcome:
    codes = found.labels | {"outside": ("未入级", "no level")}
    return board.outcome(
        totals={
            "members_with_a_standing": found.booked,
            "members_booked_otherwise": found.differing,
            "receipts_never_counted": found.uncounted,
        },
        tables=(
            _rounded(boards.store_table(board.by_store, board.unit, boards.RECEIPTS)),
            _rounded(boards.class_table(board.by_class, board.unit, boards.RECEIPTS, found.names)),
            _levels(found),
            board.movement.table(codes),
        ),
        findings=careful.read(trial.kind, trial.draft, key=trial.key, on=trial.until),
        notes=(_DISCOUNT, _SPAN),
        sums=(money.ratio(board.old, 1, 100), money.ratio(board.new, 1, 100)),
        booked=found.booked,
        reconciled=None if trial.baseline is not None or found.uncounted else found.differing == 0,
    )


def _levels(found: _Found) -> Table:
    key = (Column("level", "等级", "Level", Unit.TEXT), Column("name", "名称", "Name", Unit.TEXT))
    names = found.names | {0: ("未入级", "no level")}
    rows = tuple(
        (str(level), "/".join(names.get(int(str(level)), ("", ""))), old, new, new - old)
        for level, _, old, new in sorted(found.by_level.items(), key=lambda row: str(row[0]))
    )
    columns = (
        *key,
        Column("old", "现行人数", "Members, present rule"),
        Column("new", "草案人数", "Members, draft"),
        Column("difference", "差额", "Difference"),
    )
    return Table("by_level", "各等级人数", "Members by level at the end", columns, rows)


def _rounded(table: Table) -> Table:
    """Return a table of hundredths of a fen in fen."""
    first = len(table.columns) - 3
    rows = []
    for row in table.rows:
        old, new = (money.ratio(int(row[place] or 0), 1, 100) for place in (first, first + 1))
        rows.append((*row[:first], old, new, new - old))
    return Table(table.name, table.zh, table.en, table.columns, tuple(rows))


_DISCOUNT = Note(
    "discount_only",
    "成本为等级折扣 × 会员在期间内的实付额,按当日等级计;会员日、服务与积分倍数不在内",
    "Cost is the level's discount on what members paid in the span, by the level of that day; "
    "member days, services and points rates are not in it",
)
_SPAN = Note(
    "as_from_the_first_day",
    "期间首日之前按当时规则,首日起按草案;已有等级保留到有效期届满",
    "Before the span the rules of the time decide, from its first day the draft; levels held then last to their end",
)
