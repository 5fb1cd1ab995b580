"""A quadrant rule on the day after the span: every member's class under the present rule and under the draft."""

from collections.abc import Mapping

from shuke.insight.measures import queries as measures
from shuke.insight.timemachine import board as boards
from shuke.insight.timemachine import careful
from shuke.insight.timemachine.board import Board, Keep, Tell
from shuke.insight.timemachine.rules import Tally
from shuke.insight.timemachine.types import Column, Mover, Note, Outcome, Table, Trial, Unit

_NONE = "none"
_STEP = 5_000


def run(trial: Trial, keep: Keep, tell: Tell) -> Outcome:
    """Classify every member of the warehouse twice, as known at the opening of the day after the span."""
    board, classes, stores = Board(trial, Unit.COUNT, keep, tell), Tally(), Tally()
    places = (
        measures.quadrant_ranks(trial.baseline, on=trial.until),
        measures.quadrant_ranks(trial.draft, on=trial.until),
    )
    total, rows = measures.quadrants_twice(
        baseline=trial.baseline, draft=trial.draft, as_of=trial.until, store=trial.store_id
    )
    board.expect(total)
    placed = [0, 0]
    for number, (member_id, store_id, before, after) in enumerate(rows, start=1):
        mover = Mover(member_id, places[0].get(before, 0), places[1].get(after, 0), before, after)
        board.judge(mover)
        classes.add(before, 1, 0, 0)
        classes.add(after, 0, 1, 0)
        placed[0] += before != _NONE
        placed[1] += after != _NONE
        stores.add(store_id, int(mover.after > mover.before), int(mover.after < mover.before))
        if number % _STEP == 0:
            board.step(_STEP)
    board.step(total)
    labels = measures.quadrant_names(trial.draft, on=trial.until)
    return board.outcome(
        totals={"members_outside_old": total - placed[0], "members_outside_new": total - placed[1]},
        tables=(_by_class(classes, labels), _by_store(stores), board.movement.table(labels)),
        findings=careful.read(trial.kind, trial.draft, key=trial.key, on=trial.until),
        notes=(_AS_OF,),
        sums=(placed[0], placed[1]),
    )


def _by_class(classes: Tally, labels: Mapping[str, tuple[str, str]]) -> Table:
    rows = tuple(
        (str(key), "/".join(labels.get(str(key), (str(key),) * 2)), old, new, new - old)
        for key, _, old, new in sorted(classes.items(), key=lambda row: str(row[0]))
    )
    columns = (
        Column("quadrant", "象限", "Quadrant", Unit.TEXT),
        Column("name", "名称", "Name", Unit.TEXT),
        Column("old", "现行人数", "Members, present rule"),
        Column("new", "草案人数", "Members, draft"),
        Column("difference", "差额", "Difference"),
    )
    return Table("by_class", "按象限", "By quadrant", columns, rows)


def _by_store(stores: Tally) -> Table:
    table = boards.store_table(stores, Unit.COUNT, boards.MEMBERS)
    columns = (
        *table.columns[:3],
        Column("up", "上升", "Up"),
        Column("down", "下降", "Down"),
        Column("net", "净变动", "Net"),
    )
    rows = tuple((*row[:3], row[3], row[4], int(row[3] or 0) - int(row[4] or 0)) for row in table.rows)
    return Table(table.name, table.zh, table.en, columns, rows)


_AS_OF = Note(
    "as_of",
    "按期间末日之后一天开门时的数据;观察窗口由各规则自定",
    "As known at the opening of the day after the span; each rule looks back as far as its own window",
)
