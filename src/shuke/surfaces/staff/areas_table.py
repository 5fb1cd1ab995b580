"""The areas of the staff interface, in the order in which the documentation shows them."""

from shuke.surfaces.staff.areas import catalog, org, people, sign_in
from shuke.surfaces.staff.routes import Routes

AREAS: tuple[Routes, ...] = (sign_in.routes, org.routes, people.routes, catalog.routes)
