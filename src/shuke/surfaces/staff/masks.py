"""What a role does not get to see, it does not get: the field comes back empty."""

from shuke.surfaces.staff import permissions
from shuke.surfaces.staff.principals import Principal


def cost(principal: Principal, minor: int | None) -> int | None:
    """Return the cost to those who may see it."""
    return minor if principal.roles & permissions.COST_SEE.roles else None
