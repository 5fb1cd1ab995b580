"""Pure decisions of the warehouse: what events ask for, which parts to merge, who survives a merge of members."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuke.insight.warehouse.types import FactKind, Part

FEWEST_TO_COMPACT = 8
BIGGEST_PART_ROWS = 4_000_000
CRUMBS_TO_GATHER = 32
BIGGEST_CRUMB_ROWS = 10_000

_ROWS_NAMED_BY: Mapping[str, tuple[FactKind, str]] = {
    "sales.recorded": (FactKind.RECEIPTS, "receipt_ids"),
    "sales.retracted": (FactKind.RETRACTIONS, "receipt_ids"),
    "book.posted": (FactKind.POSTINGS, "set_ids"),
    "growth.tier_moved": (FactKind.TIER_MOVES, "move_ids"),
}
_DIMENSIONS_OF: Mapping[str, FactKind] = {"org": FactKind.STORES, "catalog": FactKind.PRODUCTS}


@dataclass(slots=True)
class Wanted:
    """What a run of events asks to be brought in."""

    ids: dict[FactKind, list[int]] = field(default_factory=lambda: defaultdict(list))
    members: set[int] = field(default_factory=set)
    every_member: bool = False
    dimensions: set[FactKind] = field(default_factory=set)

    def size(self) -> int:
        """Return how many ids the run names."""
        return sum(map(len, self.ids.values()))


def wanted(events: Iterable[tuple[str, Mapping[str, object]]]) -> Wanted:
    """Gather from (name, payload) pairs which rows, members and dimensions are new or changed."""
    found = Wanted()
    for name, payload in events:
        _add(found, name, payload)
    retracted = set(found.ids[FactKind.RETRACTIONS])
    recorded = set(found.ids[FactKind.RECEIPTS])
    # What came and went within one run never reaches the facts, so nothing needs to be taken out of them.
    found.ids[FactKind.RECEIPTS] = sorted(recorded - retracted)
    found.ids[FactKind.RETRACTIONS] = sorted(retracted - recorded)
    return found


def _add(found: Wanted, name: str, payload: Mapping[str, object]) -> None:
    if name in _ROWS_NAMED_BY:
        kind, key = _ROWS_NAMED_BY[name]
        found.ids[kind].extend(_numbers(payload.get(key)))
        return
    room = name.partition(".")[0]
    if room in _DIMENSIONS_OF:
        found.dimensions.add(_DIMENSIONS_OF[room])
    elif room == "members":
        members = _members_named(payload)
        found.members.update(members)
        # An event about members that names none (a bulk change of ownership, say) may have touched any of them.
        found.every_member = found.every_member or not members


def _members_named(payload: Mapping[str, object]) -> list[int]:
    keys = [key for key in payload if key.endswith(("member_id", "member_ids", "survivor_id", "merged_id"))]
    return [number for key in keys for number in _numbers(payload[key])]


def _numbers(value: object) -> list[int]:
    if isinstance(value, int):
        return [value]
    return [int(each) for each in value] if isinstance(value, list) else []


def groups_to_compact(parts: Sequence[Part]) -> list[list[Part]]:
    """Choose parts of one kind to be merged: eight or more of one order of magnitude become one.

    Each row is thereby rewritten once per order of magnitude, and the number of live parts grows with the logarithm of
    the rows. A part of four million rows is left alone.
    """
    by_magnitude: defaultdict[int, list[Part]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: part.id):
        if part.rows < BIGGEST_PART_ROWS:
            by_magnitude[len(str(part.rows // 1000))].append(part)
    return [
        group for alike in by_magnitude.values() for group in _within_limit(alike) if len(group) >= FEWEST_TO_COMPACT
    ]


def crumbs(parts: Sequence[Part]) -> list[Part]:
    """Choose the small parts that the export itself merges: a sale a second would else leave thousands in an hour."""
    small = [part for part in sorted(parts, key=lambda part: part.id) if part.rows <= BIGGEST_CRUMB_ROWS]
    return small if len(small) >= CRUMBS_TO_GATHER else []


def _within_limit(parts: Sequence[Part]) -> list[list[Part]]:
    groups: list[list[Part]] = [[]]
    rows = 0
    for part in parts:
        if rows + part.rows > BIGGEST_PART_ROWS and groups[-1]:
            groups.append([])
            rows = 0
        groups[-1].append(part)
        rows += part.rows
    return groups


def final_survivors(merges: Mapping[int, int]) -> dict[int, int]:
    """Follow each merge to its end: with 1 → 2 and 2 → 3, both 1 and 2 live on in 3."""
    return {member: _end(member, merges) for member in merges}


def _end(member: int, merges: Mapping[int, int]) -> int:
    seen = {member}
    while (following := merges.get(member, member)) not in seen:
        seen.add(following)
        member = following
    return member


def part_path(kind: FactKind, part_id: int) -> str:
    """Return the part's path within the warehouse folder."""
    return f"{kind}/{part_id}.parquet"
