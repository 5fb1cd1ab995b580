"""The areas of the staff interface, in the order in which the documentation shows them."""

from shuke.surfaces.staff.areas import (
    catalog,
    coupon_stock,
    coupons,
    dealings,
    imports,
    member_page,
    members,
    merges,
    org,
    people,
    points,
    pricing,
    records,
    reports,
    rules,
    sign_in,
    watch,
)
from shuke.surfaces.staff.routes import Routes

AREAS: tuple[Routes, ...] = (
    sign_in.routes,
    org.routes,
    people.routes,
    catalog.routes,
    members.routes,
    records.routes,
    points.routes,
    pricing.routes,
    coupons.routes,
    coupon_stock.routes,
    dealings.routes,
    member_page.routes,
    merges.routes,
    imports.routes,
    reports.routes,
    rules.routes,
    watch.routes,
)
