"""An earn rule over past receipts: points of every receipt under the present rule and under the draft."""

from collections import defaultdict
from collections.abc import Sequence

from shuke.insight.timemachine import board as boards
from shuke.insight.timemachine import careful, facts
from shuke.insight.timemachine.board import Board, Keep, Tell
from shuke.insight.timemachine.rules import Tally
from shuke.insight.timemachine.types import Mover, Note, Outcome, Trial, Unit
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.points import queries as points
from shuke.ledgers.points.types import Replayed
from shuke.selling.sales import queries as sales


def run(trial: Trial, keep: Keep, tell: Tell) -> Outcome:
    """Replay every member's receipts under both rules."""
    board, found = Board(trial, Unit.POINTS, keep, tell), _Found()
    comparison = points.Comparison(draft=trial.draft, baseline=trial.baseline, since=trial.since, until=trial.until)
    bought = sales.buyers(trial.since, trial.until)
    board.expect(len(bought))
    for batch in board.batches(bought):
        receipts = sales.receipts_of_members(batch, trial.since, trial.until)
        unread = comparison.to_be_read([each.id for each in receipts])
        others = [each for each in receipts if each.id in unread]
        seen = comparison.replay(batch, facts.earnable(others), facts.levels(others))
        _take(board, found, seen)
    return _outcome(trial, board, found, comparison)


class _Found:
    """What is kept beside the sums of a board."""

    def __init__(self) -> None:
        self.by_category = Tally()
        self.booked = self.unbooked = self.differing = 0
        self.earned = [0, 0]
        self.taken_back = [0, 0]

    def add(self, seen: Replayed) -> None:
        """Take in one receipt."""
        for line in seen.lines:
            self.by_category.add(line.category_id, line.old, line.new)
        for place, value in enumerate((seen.old, seen.new)):
            (self.earned if value > 0 else self.taken_back)[place] += value
        if seen.booked is None:
            self.unbooked += 1
        else:
            self.booked += seen.booked
            self.differing += seen.booked != seen.old


def _take(board: Board, found: _Found, seen: Sequence[Replayed]) -> None:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for each in seen:
        if not board.trial.counts(each.store_id):
            continue
        board.receipts += 1
        board.add(store_id=each.store_id, of_class=each.tier_level, old=each.old, new=each.new)
        found.add(each)
        sums[each.member_id][0] += each.old
        sums[each.member_id][1] += each.new
    for member_id, (old, new) in sums.items():
        board.judge(Mover(member_id, old, new))


def _outcome(trial: Trial, board: Board, found: _Found, comparison: points.Comparison) -> Outcome:
    cost_old, cost_new = comparison.worth(board.old, board.new)
    programme = tiers.rules_on(trial.until)
    levels = programme.rules.levels if programme else ()
    names = {level.number: (level.zh, level.en) for level in levels}
    return board.outcome(
        totals={
            "cost_old_minor": cost_old,
            "cost_new_minor": cost_new,
            "cost_difference_minor": cost_new - cost_old,
            "earned_old": found.earned[0],
            "earned_new": found.earned[1],
            "taken_back_old": found.taken_back[0],
            "taken_back_new": found.taken_back[1],
            "receipts_never_booked": found.unbooked,
            "receipts_booked_otherwise": found.differing,
        },
        tables=(
            boards.store_table(board.by_store, board.unit, boards.RECEIPTS),
            boards.class_table(board.by_class, board.unit, boards.RECEIPTS, names),
            boards.category_table(found.by_category, board.unit),
        ),
        findings=careful.read(trial.kind, trial.draft, key=trial.key, on=trial.until),
        notes=(_COST,),
        booked=found.booked,
        reconciled=None if trial.baseline is not None or found.unbooked else found.differing == 0,
    )


_COST = Note(
    "redemption_value",
    "成本按各自规则的抵现价值计,未扣除将会过期的积分",
    "Cost is what the points are worth at the till by each rule; what will expire is not taken off",
)
