"""Adding up two rules side by side: sums by key, and who moves. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping

from shuke.insight.timemachine.types import Column, Direction, Mover, Table, Unit

Key = Hashable


class Tally:
    """Old and new sums by key, with how often the key was met."""

    def __init__(self) -> None:
        self._sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, key: Key, old: int, new: int, count: int = 1) -> None:
        """Add to both sums of a key."""
        sums = self._sums[key]
        sums[0] += count
        sums[1] += old
        sums[2] += new

    def items(self) -> Iterator[tuple[Key, int, int, int]]:
        """Yield (key, count, old, new), the greatest change first."""
        rows = [(key, count, old, new) for key, (count, old, new) in self._sums.items()]
        yield from sorted(rows, key=lambda row: (-abs(row[3] - row[2]), -row[1], str(row[0])))

    def table(
        self,
        name: str,
        zh: str,
        en: str,
        *,
        key: tuple[Column, ...],
        shown: Callable[[Key], tuple[int | str | None, ...]],
        counted: Column,
        unit: Unit,
    ) -> Table:
        """Return the sums as a table: the key's own columns, the count, old, new and the difference."""
        columns = (*key, counted, *sums(unit))
        rows = tuple((*shown(of), count, old, new, new - old) for of, count, old, new in self.items())
        return Table(name, zh, en, columns, rows)


def sums(unit: Unit) -> tuple[Column, Column, Column]:
    """Return the columns of a comparison."""
    return (
        Column("old", "现行规则", "Present rule", unit),
        Column("new", "草案", "Draft", unit),
        Column("difference", "差额", "Difference", unit),
    )


class Movement:
    """Counts the members who move, and from which class to which."""

    def __init__(self) -> None:
        self.counts: dict[Direction, int] = dict.fromkeys(Direction, 0)
        self.same = 0
        self.classes: dict[tuple[str, str], int] = defaultdict(int)

    def judge(self, mover: Mover) -> Mover | None:
        """Count a member; return her only if the draft changes something for her."""
        if mover.before_class or mover.after_class:
            self.classes[mover.before_class, mover.after_class] += 1
        if mover.before == mover.after and mover.before_class == mover.after_class:
            self.same += 1
            return None
        self.counts[mover.direction] += 1
        return mover

    def table(self, labels: Mapping[str, tuple[str, str]]) -> Table:
        """Return how many members go from which class to which."""
        rows = tuple(
            (before, labels.get(before, (before, before))[0], after, labels.get(after, (after, after))[0], count)
            for (before, after), count in sorted(self.classes.items(), key=lambda item: (-item[1], item[0]))
        )
        columns = (
            Column("from", "现行类别", "From", Unit.TEXT),
            Column("from_name", "现行名称", "From, name", Unit.TEXT),
            Column("to", "草案类别", "To", Unit.TEXT),
            Column("to_name", "草案名称", "To, name", Unit.TEXT),
            Column("members", "会员数", "Members"),
        )
        return Table("moves", "类别变动", "Moves between classes", columns, rows)
