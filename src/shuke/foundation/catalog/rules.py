"""Paths of the category tree and the purchase cycles of the trades. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from shuke.foundation.catalog.types import Cycle

UNSORTED = "未分类"

# The expected purchase cycle a trade starts with; every category and store may set its own.
CYCLE_TEMPLATES: Mapping[str, Cycle] = {
    "clothing": Cycle(months=3),
    "mother_and_baby": Cycle(days=30),
    "tea": Cycle(days=60),
    "cosmetics": Cycle(days=90),
    "grocery": Cycle(days=14),
    "coffee": Cycle(days=7),
}


def names_of(path: str) -> tuple[str, ...]:
    """``/母婴/奶粉/`` or ``母婴 / 奶粉`` as its names, from the top; an empty path is the unsorted category."""
    names = tuple(name.strip() for name in path.split("/") if name.strip())
    return names or (UNSORTED,)


def path_of(names: Sequence[str]) -> str:
    """Return the stored form: ``/母婴/奶粉/``, so that everything below a node shares its path as a prefix."""
    return "/" + "/".join(names) + "/"


def code_of(names: Sequence[str]) -> str:
    """Return the code a category gets when nobody gave it one: its path without the outer slashes."""
    return "/".join(names)


def with_ancestors(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """Every node the paths need, each once, parents before children."""
    needed = {names[:depth] for names in map(names_of, paths) for depth in range(1, len(names) + 1)}
    return sorted(needed, key=lambda names: (len(names), names))


def nearest_cycle(path: str, cycles: Mapping[str, Cycle]) -> Cycle | None:
    """Return the cycle set on the node itself or on its nearest ancestor. `cycles` is by stored path."""
    names = names_of(path)
    for depth in range(len(names), 0, -1):
        cycle = cycles.get(path_of(names[:depth]))
        if cycle is not None:
            return cycle
    return None
