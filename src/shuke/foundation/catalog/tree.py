"""Bulk writes of the category tree and of brands."""

from collections.abc import Iterable, Sequence

from shuke.foundation.catalog import rules
from shuke.foundation.catalog.models import Brand, Category
from shuke.foundation.catalog.types import CategoryRow

BATCH = 500


def grow(paths: Iterable[str]) -> dict[str, int]:
    """Create the nodes that are missing, level by level; returns stored path → id of every node the paths need."""
    nodes = rules.with_ancestors(paths)
    wanted = [rules.path_of(names) for names in nodes]
    known = dict(Category.objects.filter(path__in=wanted).values_list("path", "id"))
    for depth in range(1, max(map(len, nodes), default=0) + 1):
        missing = [n for n in nodes if len(n) == depth and rules.path_of(n) not in known]
        level = [_node(names, known) for names in missing]
        Category.objects.bulk_create(level, batch_size=BATCH)
        known |= {node.path: node.id for node in level}
    return known


def set_cycles(rows: Sequence[CategoryRow]) -> None:
    """Write the cycles that the rows give; rows without one leave the node as it is."""
    for row in rows:
        if row.cycle_days is not None or row.cycle_months is not None:
            Category.objects.filter(path=rules.path_of(rules.names_of(row.path))).update(
                cycle_days=row.cycle_days, cycle_months=row.cycle_months
            )


def brand_ids(names: Iterable[str]) -> dict[str, int]:
    """Create the brands that are missing (their name is their code) and return name → id."""
    wanted = sorted(set(names))
    new = [Brand(code=name, name=name) for name in wanted]
    Brand.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
    return dict(Brand.objects.filter(code__in=wanted).values_list("code", "id"))


def _node(names: Sequence[str], known: dict[str, int]) -> Category:
    parent_id = known[rules.path_of(names[:-1])] if len(names) > 1 else None
    return Category(code=rules.code_of(names), name=names[-1], path=rules.path_of(names), parent_id=parent_id)
