"""What a run writes down as it goes: sums, movers, and how far it is. Members come in batches: memory stays small."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from shuke.foundation.catalog import queries as catalog
from shuke.foundation.org import queries as org
from shuke.insight.timemachine.rules import Key, Movement, Tally
from shuke.insight.timemachine.types import (
    Column,
    Direction,
    Finding,
    Mover,
    Note,
    Outcome,
    Progress,
    Table,
    Trial,
    Unit,
)

MEMBERS_AT_ONCE = 500
RECEIPTS_AT_ONCE = 2_000
NOBODY = "nobody"

Keep = Callable[[Sequence[Mover]], None]
Tell = Callable[[Progress], None]


class Board:
    """The sums of one run. `keep` takes movers as they are found, `tell` hears how far the run is and may stop it."""

    def __init__(self, trial: Trial, unit: Unit, keep: Keep, tell: Tell) -> None:
        self.trial, self.unit = trial, unit
        self._keep, self._tell = keep, tell
        self.all, self.by_store, self.by_class = Tally(), Tally(), Tally()
        self.movement = Movement()
        self.members = self.receipts = 0
        self._found: list[Mover] = []
        self._done = self._total = 0

    @property
    def old(self) -> int:
        """The sum under the present rule."""
        return sum(old for _, _, old, _ in self.all.items())

    @property
    def new(self) -> int:
        """The sum under the draft."""
        return sum(new for _, _, _, new in self.all.items())

    def expect(self, total: int) -> None:
        """Say how many steps there will be."""
        self._total = total
        self._tell(Progress(0, total))

    def batches(self, member_ids: Sequence[int]) -> Iterator[Sequence[int]]:
        """Yield members batch by batch; after each one its movers are kept and whoever watches is told."""
        for first in range(0, len(member_ids), MEMBERS_AT_ONCE):
            batch = member_ids[first : first + MEMBERS_AT_ONCE]
            yield batch
            self.step(len(batch))

    def step(self, done: int) -> None:
        """Keep what was found and tell of so many more steps."""
        if self._found:
            self._keep(self._found)
            self._found = []
        self._done = min(self._done + done, self._total)
        self._tell(Progress(self._done, self._total))

    def add(self, *, store_id: int | None, of_class: Key, old: int, new: int) -> None:
        """Add a receipt's two figures."""
        self.all.add("", old, new)
        self.by_store.add(store_id, old, new)
        self.by_class.add(of_class, old, new)

    def judge(self, mover: Mover) -> None:
        """Count a member, and keep her if she moves."""
        self.members += 1
        if (moved := self.movement.judge(mover)) is not None:
            self._found.append(moved)

    def outcome(
        self,
        *,
        totals: Mapping[str, int],
        tables: tuple[Table, ...],
        findings: Iterable[Finding] = (),
        notes: Iterable[Note] = (),
        booked: int | None = None,
        reconciled: bool | None = None,
        sums: tuple[int, int] | None = None,
    ) -> Outcome:
        """Return all that the run found; `sums` where the two sums are not those of the receipts as they stand."""
        return Outcome(
            unit=self.unit,
            old=self.old if sums is None else sums[0],
            new=self.new if sums is None else sums[1],
            members=self.members,
            receipts=self.receipts,
            movers_up=self.movement.counts[Direction.UP],
            movers_down=self.movement.counts[Direction.DOWN],
            totals={**totals, "members_same": self.movement.same},
            tables=tables,
            findings=tuple(findings),
            notes=(*notes, *_narrowed(self.trial.store_id)),
            booked=booked,
            reconciled=reconciled,
        )


def store_table(tally: Tally, unit: Unit, counted: Column) -> Table:
    """Return sums by store, with code and name."""
    known = {store.id: (store.code, store.name) for store in org.all_stores()}
    key = (
        Column("store", "门店编码", "Store", Unit.TEXT),
        Column("name", "门店名称", "Name", Unit.TEXT),
    )
    return tally.table(
        "by_store",
        "按门店",
        "By store",
        key=key,
        shown=lambda store_id: known.get(store_id if isinstance(store_id, int) else 0, ("", "")),
        counted=counted,
        unit=unit,
    )


def class_table(tally: Tally, unit: Unit, counted: Column, names: Mapping[int, tuple[str, str]]) -> Table:
    """Return sums by tier level, with the level's name; customers without a card stand apart."""
    known: dict[object, tuple[str, str]] = {level: (zh, en) for level, (zh, en) in names.items()}
    known |= {0: ("未入级", "no level"), NOBODY: ("非会员", "no member")}
    key = (
        Column("level", "等级", "Level", Unit.TEXT),
        Column("name", "名称", "Name", Unit.TEXT),
    )
    return tally.table(
        "by_class",
        "按等级",
        "By tier level",
        key=key,
        shown=lambda level: (str(level), "/".join(known.get(level, (str(level),) * 2))),
        counted=counted,
        unit=unit,
    )


def category_table(tally: Tally, unit: Unit) -> Table:
    """Return sums by category, by its path."""
    paths: dict[object, str] = dict(catalog.categories().values_list("id", "path"))
    return tally.table(
        "by_category",
        "按品类",
        "By category",
        key=(Column("category", "品类", "Category", Unit.TEXT),),
        shown=lambda category_id: (paths.get(category_id, ""),),
        counted=Column("receipts", "小票", "Receipts"),
        unit=unit,
    )


def _narrowed(store_id: int | None) -> tuple[Note, ...]:
    """Return what is to be said of a figure that is narrowed to a store."""
    if store_id is None:
        return ()
    zh, en = "只计该店的小票;规则按会员的全部小票判断", "Counts this store's receipts; rules see all of a member's"
    return (Note("one_store", zh, en),)


RECEIPTS = Column("receipts", "小票", "Receipts")
MEMBERS = Column("members", "会员", "Members")
