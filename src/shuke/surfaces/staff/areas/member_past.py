"""A member's past: owners, merges, conflicts between sources, who may be the same person, visits."""

from datetime import date, datetime, timedelta
from typing import Annotated

from ninja import Query, Schema

from shuke.foundation import dates
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import FieldType, Sensitivity
from shuke.selling.sales import queries as sales
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, today
from shuke.surfaces.staff.areas.merges import SuspectOut
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Day, Id

routes = Routes("会员往事 Member's past")

_MOST = 200
_MONTHS = 24


class OwnerPeriodOut(Schema):
    """An owner from a day until another (the first day without it; empty: still)."""

    store_id: Id
    guide_id: Id | None
    from_date: date
    to_date: date | None
    basis: str
    by_merge: bool


class PastMergeOut(Schema):
    id: Id
    survivor_id: Id
    merged_id: Id
    reason: str
    merged_at: datetime
    undone_at: datetime | None


class ConflictOut(Schema):
    """Two sources said different things about a field; what the one said was kept."""

    key: str
    kept_source: str
    other_source: str
    at: datetime


class ProfileFieldOut(Schema):
    """An entry of the field dictionary; choices have options."""

    key: str
    group: str
    label_zh: str
    label_en: str
    type: FieldType
    options: list[str]
    sensitivity: Sensitivity


class VisitOut(Schema):
    """A day on which she bought or brought back: receipts of sales, and sales less returns."""

    day: date
    sales: int
    net_minor: int


class VisitsOut(Schema):
    """Visits of the last 24 months anywhere in the chain, and when the next is expected.

    `median_gap_days` is the lower median of the days between two visits in a row, over the latest twelve gaps; she is
    expected that many days after the last visit. Both are empty below three visits. `overdue_days` are those since.
    """

    since: date
    until: date
    visits: list[VisitOut]
    median_gap_days: int | None
    expected_on: date | None
    overdue_days: int


@routes.get(
    "/profile-fields",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.CHAIN,
    rate=limits.FREE,
    answers=list[ProfileFieldOut],
)
def list_profile_fields(request: StaffRequest) -> list[ProfileFieldOut]:
    """Return the field dictionary: what may be known of a member beyond name, gender and birthday (at most 200)."""
    return [
        ProfileFieldOut(
            key=row.key,
            group=row.group,
            label_zh=row.label.zh,
            label_en=row.label.en,
            type=row.type,
            options=list(row.options),
            sensitivity=row.sensitivity,
        )
        for row in members.fields()[:_MOST]
    ]


@routes.get(
    "/members/{member_id}/owners",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[OwnerPeriodOut],
)
def list_owners(request: StaffRequest, member_id: Id) -> list[OwnerPeriodOut]:
    """Return to which stores and guides a member has belonged, the latest first (at most 200)."""
    return [
        OwnerPeriodOut(
            store_id=row.owner.store_id,
            guide_id=row.owner.guide_id,
            from_date=row.owner.from_date,
            to_date=row.to_date,
            basis=row.owner.basis.value,
            by_merge=row.by_merge,
        )
        for row in members.owners(in_reach(member_id))[:_MOST]
    ]


@routes.get(
    "/members/{member_id}/visits",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=VisitsOut,
)
def see_visits(request: StaffRequest, member_id: Id, as_of: Annotated[Day | None, Query(None)]) -> VisitsOut:
    """Return on which days a member came in the last 24 months, how often, and when she is expected next."""
    day = as_of or today(request)
    since = dates.add_months(day, -_MONTHS)
    visits = sales.visits(members.family(in_reach(member_id)), since=since, until=day + timedelta(days=1))
    rhythm = sales.rhythm(visits)
    expected = rhythm.expected_on
    return VisitsOut(
        since=since,
        until=day,
        visits=[VisitOut(day=row.day, sales=row.sales, net_minor=row.net_minor) for row in visits],
        median_gap_days=rhythm.median_gap_days,
        expected_on=expected,
        overdue_days=max((day - expected).days, 0) if expected else 0,
    )


@routes.get(
    "/members/{member_id}/conflicts",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[ConflictOut],
)
def list_conflicts(request: StaffRequest, member_id: Id) -> list[ConflictOut]:
    """Return where two sources said different things about a member, the latest first (at most 200)."""
    rows = members.conflicts(in_reach(member_id))[::-1][:_MOST]
    return [
        ConflictOut(key=row.key, kept_source=row.kept_source, other_source=row.other_source, at=row.at) for row in rows
    ]


@routes.get(
    "/members/{member_id}/merges",
    rule=permissions.MEMBERS_MERGE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[PastMergeOut],
)
def list_merges(request: StaffRequest, member_id: Id) -> list[PastMergeOut]:
    """Return the merges that brought accounts to a member, the latest first, with those undone (at most 200)."""
    return [
        PastMergeOut(
            id=row.id,
            survivor_id=row.survivor_id,
            merged_id=row.merged_id,
            reason=row.reason,
            merged_at=row.merged_at,
            undone_at=row.undone_at,
        )
        for row in members.merges(in_reach(member_id))[:_MOST]
    ]


@routes.get(
    "/members/{member_id}/duplicates",
    rule=permissions.MEMBERS_MERGE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[SuspectOut],
)
def list_duplicates_of(request: StaffRequest, member_id: Id) -> list[SuspectOut]:
    """Return who may be the same person as a member, the likeliest first, with the reasons (at most 200)."""
    return [
        SuspectOut(member_id=row.member_id, other_id=row.other_id, score=row.score, reasons=list(row.reasons))
        for row in members.duplicates(of=in_reach(member_id))[:_MOST]
    ]
