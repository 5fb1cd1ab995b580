"""Demo facts of any size written straight to the warehouse, a few blocks in memory at a time."""

from dataclasses import dataclass
from datetime import datetime

import harness
import pyarrow as pa

from shuke.insight.warehouse import operations as warehouse
from shuke.insight.warehouse.types import FactKind
from shuke.surfaces.demo import facts
from shuke.surfaces.demo.types import DemoSpec

_BLOCKS_AT_ONCE = 5
_SNAPSHOTS = {FactKind.MEMBERS: "members", FactKind.OWNERSHIP: "ownership", FactKind.ATTRIBUTES: "attributes"}


@dataclass
class Loaded:
    members: int = 0
    receipts: int = 0
    lines: int = 0


def load(members: int, at: datetime) -> Loaded:
    spec = DemoSpec(ending=harness.ENDING, members=members, stores=100 if members > 100_000 else 12)
    loaded, held = Loaded(members=members), []
    snapshots: dict[FactKind, list[pa.Table]] = {kind: [] for kind in _SNAPSHOTS}
    for name, table in facts.dimensions(spec).items():
        warehouse.load_facts(kind=FactKind(name), tables=[table], at=at)
    for number, block in enumerate(facts.blocks(spec), start=1):
        for kind, name in _SNAPSHOTS.items():
            snapshots[kind].append(getattr(block, name))
        held.append(block)
        if len(held) == _BLOCKS_AT_ONCE or number == spec.blocks:
            loaded.receipts += warehouse.load_facts(
                kind=FactKind.RECEIPTS, tables=[pa.concat_tables([each.receipts for each in held])], at=at
            )
            loaded.lines += warehouse.load_facts(
                kind=FactKind.LINES, tables=[pa.concat_tables([each.lines for each in held])], at=at
            )
            held = []
            harness.note(f"  {loaded.lines:,} lines written")
    for kind, tables in snapshots.items():
        warehouse.load_facts(kind=kind, tables=tables, at=at)
    return loaded
