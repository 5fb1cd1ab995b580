"""Whole units of lines, cheapest or dearest first. Of `n` units that cost `net`, `m` cost net × m ÷ n."""

from collections.abc import Iterable
from dataclasses import dataclass

from shuke.foundation import money

_FINE = 1_000_000


@dataclass(slots=True)
class Pile:
    """The units of one line that are not spoken for yet; `position` is the line's place on the sheet."""

    position: int
    net: int
    units: int
    gone: int = 0

    @property
    def left(self) -> int:
        """How many units are not spoken for."""
        return self.units - self.gone

    def take(self, units: int) -> int:
        """Speak for so many units and return what they cost; all takes of a pile add up to its net."""
        before = money.ratio(self.net, self.gone, self.units)
        self.gone += units
        return money.ratio(self.net, self.gone, self.units) - before


def piles(positions: Iterable[int], nets: list[int], units: list[int]) -> list[Pile]:
    """Return the piles of the lines that are sold by the piece; weighed goods have none."""
    return [Pile(position, nets[position], units[position]) for position in positions if units[position]]


def cheapest_first(heap: Iterable[Pile]) -> list[Pile]:
    """Sort by what a unit costs, to a millionth of a fen; equal ones stay in the sheet's order."""
    return sorted(heap, key=lambda pile: (pile.net * _FINE // pile.units, pile.position))


def dearest_first(heap: Iterable[Pile]) -> list[Pile]:
    """Sort by what a unit costs, dearest first; equal ones stay in the sheet's order."""
    return sorted(heap, key=lambda pile: (-(pile.net * _FINE // pile.units), pile.position))


def take(heap: Iterable[Pile], units: int) -> dict[int, int] | None:
    """Speak for so many units, from the first pile on; return position → what they cost, None if they do not last."""
    heap = list(heap)
    if sum(pile.left for pile in heap) < units:
        return None
    costs: dict[int, int] = {}
    for pile in heap:
        some = min(units, pile.left)
        if some:
            costs[pile.position] = costs.get(pile.position, 0) + pile.take(some)
            units -= some
    return costs


def nth_off(heap: list[Pile], nth: int, percent_off: int) -> int:
    """Return what "of every `nth` units one costs so many percent less, the cheapest first" takes off."""
    times = sum(pile.left for pile in heap) // nth
    cheap = take(cheapest_first(heap), times) or {}
    return money.ratio(sum(cheap.values()), percent_off, 100)
