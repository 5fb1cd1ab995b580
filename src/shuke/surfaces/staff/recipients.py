"""To whom reports may be mailed: whoever works here, may see reports and is within reach of whoever sends them."""

from datetime import date

from shuke.foundation.org import queries as org
from shuke.surfaces.staff import permissions

MOST = 200


def in_reach(*, me: int, on: date) -> list[int]:
    """Return the colleagues within the open scope to whom a report can be mailed, oneself first."""
    others = org.staff_in_reach().filter(is_active=True).exclude(id=me).values_list("id", flat=True)
    admitted = org.holders(permissions.REPORTS_SEE.roles, on=on)
    return [me, *(staff_id for staff_id in others if staff_id in admitted)][:MOST]


def may_receive(staff_id: int, on: date) -> bool:
    """Tell whether somebody still works here and may see reports."""
    return bool(org.roles_of(staff_id, on) & permissions.REPORTS_SEE.roles)
