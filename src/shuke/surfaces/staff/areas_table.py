"""The areas of the staff interface, in the order in which the documentation shows them."""

from shuke.surfaces.staff.areas import catalog, members, org, people, points, records, reports, rules, sign_in, watch
from shuke.surfaces.staff.routes import Routes

AREAS: tuple[Routes, ...] = (
    sign_in.routes,
    org.routes,
    people.routes,
    catalog.routes,
    members.routes,
    records.routes,
    points.routes,
    reports.routes,
    rules.routes,
    watch.routes,
)
