"""The last choice: which coupons together make the basket cheapest. Exact, by branch and bound.

The combinations are the leaves and nodes of a tree: coupons are put in one after the other in the order of use, and a
branch is left as soon as even the best that could still come of it would not beat the second best known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shuke.selling.promotions.rules.instruments import Instrument

Rank = tuple[int, int, int]
# Some tenths of a second. Ten coupons take about a hundred looks; only dozens that all go together come near this.
MOST_LOOKS = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """A combination, by the places of its instruments in the order of use, and what the basket comes to."""

    places: tuple[int, ...]
    lines_minor: int
    delivery_minor: int
    gifts: int

    @property
    def rank(self) -> Rank:
        """The lower the better: what is due, then more gifts, then fewer instruments used up."""
        return (self.lines_minor + self.delivery_minor, -self.gifts, len(self.places))


@dataclass(frozen=True, slots=True)
class _State:
    """A node: what each line costs after the instruments put in so far."""

    nets: list[int]
    found: Found
    groups: frozenset[str]


class Search:
    """Finds the best and the second best combination; every instrument in one gives something."""

    def __init__(
        self,
        instruments: Sequence[Instrument],
        nets: list[int],
        floors: list[int],
        pieces: list[int],
        delivery_minor: int,
    ) -> None:
        self._instruments = instruments
        self._floors = floors
        self._floor = sum(floors)
        self._pieces = pieces
        self._nets = nets
        self._most = [_most(one, nets, floors, pieces) for one in instruments]
        self._like_the_one_before = [False] + [one.alike == before.alike for before, one in pairwise(instruments)]
        self.best = Found((), sum(nets), delivery_minor, 0)
        self.second: Found | None = None
        self.looks = 0

    def run(self) -> None:
        """Look at every combination that could be the best or the second best."""
        self._branch(_State(self._nets, self.best, frozenset()), 0)

    @property
    def gave_up(self) -> bool:
        """Whether there was too much to look at: the best one found is then told as such, and may not be the best."""
        return self.looks >= MOST_LOOKS

    def _branch(self, state: _State, first: int) -> None:
        """Put one more instrument in, each in turn; of several that are alike only the first that is free."""
        for place in range(first, len(self._instruments)):
            if self.gave_up or self._is_hopeless(state, place):
                return
            if place > first and self._like_the_one_before[place]:
                continue
            following = self._put_in(state, place)
            if following is not None:
                self._offer(following.found)
                self._branch(following, place + 1)

    def _put_in(self, state: _State, place: int) -> _State | None:
        """Return the node with one more instrument, None where its group is taken or it would give nothing."""
        one, found = self._instruments[place], state.found
        if one.group is not None and one.group in state.groups:
            return None
        self.looks += 1
        groups = state.groups if one.group is None else state.groups | {one.group}
        places = (*found.places, place)
        if one.gives_gift:
            return _State(state.nets, Found(places, found.lines_minor, found.delivery_minor, found.gifts + 1), groups)
        if one.frees_delivery:
            if not found.delivery_minor:
                return None
            return _State(state.nets, Found(places, found.lines_minor, 0, found.gifts), groups)
        parts = one.parts(state.nets, self._floors, self._pieces)
        off = sum(parts)
        if not off:
            return None
        nets = list(state.nets)
        for position, part in zip(one.positions, parts, strict=True):
            nets[position] -= part
        return _State(nets, Found(places, found.lines_minor - off, found.delivery_minor, found.gifts), groups)

    def _offer(self, found: Found) -> None:
        if found.rank < self.best.rank:
            self.best, self.second = found, self.best
        elif self.second is None or found.rank < self.second.rank:
            self.second = found

    def _is_hopeless(self, state: _State, first: int) -> bool:
        """Tell whether no combination that goes on from here with an instrument from `first` on can be second best."""
        if self.second is None:
            return False
        lines, delivery, gifts = state.found.lines_minor, state.found.delivery_minor, state.found.gifts
        best_in_group: dict[str, int] = {}
        added = 0
        chained = lines
        for place in range(first, len(self._instruments)):
            one = self._instruments[place]
            if one.group is not None and one.group in state.groups:
                continue
            gifts += one.gives_gift
            delivery = 0 if one.frees_delivery else delivery
            most = self._most[place]
            chained -= _at_most(one, most, chained)
            most = _at_most(one, most, lines)
            if one.group is None:
                added += most
            elif most > best_in_group.get(one.group, 0):
                best_in_group[one.group] = most
        added += sum(best_in_group.values())
        least = max(self._floor, lines - added, chained)
        return (least + delivery, -gifts, len(state.found.places) + 1) >= self.second.rank


def _at_most(one: Instrument, most: int, lines_minor: int) -> int:
    """What is taken off by percent falls with what there is."""
    return min(most, -(-lines_minor * one.percent_off // 100)) if one.percent_off else most


def _most(one: Instrument, nets: list[int], floors: list[int], pieces: list[int]) -> int:
    """The most that an instrument can ever take off: lines only get cheaper, and so does what it takes.

    The N-th item may gain a fen a line when rounding puts another unit first.
    """
    if one.gives_gift or one.frees_delivery:
        return 0
    off = sum(one.parts(nets, floors, pieces))
    by_unit = one.coupon is not None and one.coupon.terms.nth > 0
    return off + len(one.positions) if by_unit else off
