"""Who may hold which role where, and how far it reaches. Pure."""

from collections.abc import Mapping
from datetime import date

from shuke.foundation.org.types import CHAIN_ROLES, STORE_ROLES, Role


def is_in_force(from_date: date, to_date: date | None, on: date) -> bool:
    """Tell whether a grant counts on the day; `to_date` is the first day it no longer does."""
    return from_date <= on and (to_date is None or on < to_date)


def place_fits_role(role: Role, *, has_store: bool, has_region: bool) -> bool:
    """Chain roles have no place, store roles exactly one store, the regional manager exactly one region."""
    if role in CHAIN_ROLES:
        return not has_store and not has_region
    if role in STORE_ROLES:
        return has_store and not has_region
    return has_region and not has_store


def regions_below(root: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    """Return the region and every region under it. `parents` maps each region to its parent."""
    below = {root}
    grew = True
    while grew:
        more = {region for region, parent in parents.items() if parent in below} - below
        below |= more
        grew = bool(more)
    return frozenset(below)
