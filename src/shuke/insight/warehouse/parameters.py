"""Named parameters of a measure: typed values, chosen by what the SQL names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class MissingParameter(Exception):
    """The SQL names a parameter that was not given."""


def chosen(named: Iterable[str], given: Mapping[str, object]) -> dict[str, object]:
    """Exactly the parameters that the SQL names: every measure is handed the same set and takes what it needs."""
    wanted = sorted(named)
    missing = [name for name in wanted if name not in given]
    if missing:
        raise MissingParameter(", ".join(missing))
    return {name: given[name] for name in wanted}
