"""A member on one page, for whoever stands before her: who she is, where she stands, what she has and how she buys."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from ninja import Query, Schema

from shuke.foundation import scopes
from shuke.foundation.members import queries as members
from shuke.foundation.members.types import Channel, Decision, Purpose
from shuke.insight.measures import queries as measures
from shuke.insight.measures.types import Report
from shuke.insight.warehouse import operations as warehouse
from shuke.insight.warehouse import queries as facts
from shuke.ledgers.growth import queries as growth
from shuke.ledgers.points import queries as points
from shuke.selling.sales import queries as sales
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas import reports
from shuke.surfaces.staff.areas.dealings import ReceiptOut, TierBenefitOut, TierOut, receipt_out, tier_out
from shuke.surfaces.staff.areas.members import ProfileOut, in_reach, profile_out, today
from shuke.surfaces.staff.areas.points import BalanceOut, balance_out
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Day, Id

routes = Routes("会员全貌 Member page")

_RECEIPTS = 10
_SOON_DAYS = 30


class EndingOut(Schema):
    """So many points are gone from that day on."""

    points: int
    expires_on: date


class RhythmOut(Schema):
    """The lifecycle state, by the cycle of what the member buys, and the days on which it turns."""

    state: str
    state_zh: str
    state_en: str
    since: date
    cycle: str
    first_on: date | None
    last_on: date | None
    silent_on: date | None
    dormant_on: date | None
    lost_on: date | None


class CategoryBoughtOut(Schema):
    category: str
    purchases: int
    quantity_milli: int
    net_minor: int


class ConsentStandsOut(Schema):
    """What the member said last of the purpose on this channel; a word on any channel counts for each."""

    purpose: Purpose
    channel: Channel
    decision: Decision
    at: datetime


class MemberPageOut(Schema):
    """One member. Receipts are those of the stores in reach; rhythm and categories are of the whole chain.

    `next_tier_adds` are the benefits of the next tier that the present one lacks; categories are the five that most was
    spent on in the last twelve months. `rhythm` is empty for a member whom the day before did not know.
    """

    profile: ProfileOut
    tier: TierOut
    next_tier_adds: list[TierBenefitOut]
    points: BalanceOut
    points_ending: list[EndingOut]
    receipts: list[ReceiptOut]
    rhythm: RhythmOut | None
    categories: list[CategoryBoughtOut]
    consents: list[ConsentStandsOut]


@routes.get(
    "/members/{member_id}/page",
    rule=permissions.MEMBERS_SEE,
    scope=Reach.SCOPED,
    rate=limits.LOOKUP,
    answers=MemberPageOut,
)
def see_member_page(request: StaffRequest, member_id: Id, as_of: Annotated[Day | None, Query(None)]) -> MemberPageOut:
    """Return all that serving a member needs in one answer, each part as its own operation would tell it.

    `as_of` moves what is worked out of the past: tier, rhythm and categories. The rest is always of now.
    """
    member = in_reach(member_id)
    day = as_of or today(request)
    standing = growth.explain(member, as_of=day)
    receipts = sales.receipts(member_ids=members.family(member))[:_RECEIPTS]
    ending = points.expiring(on=today(request), within_days=_SOON_DAYS, member_ids=[member])
    rhythm, portrait = _measured(request, member, day + timedelta(days=1))
    return MemberPageOut(
        profile=profile_out(members.profile(member)),
        tier=tier_out(standing),
        next_tier_adds=[TierBenefitOut.model_validate(benefit.model_dump()) for benefit in growth.gains(standing)],
        points=balance_out(points.balance(member)),
        points_ending=[EndingOut(points=row.points, expires_on=row.expires_on) for row in ending],
        receipts=[receipt_out(row, request.principal) for row in receipts],
        rhythm=_rhythm(rhythm),
        categories=_categories(portrait),
        consents=[
            ConsentStandsOut(purpose=fact.purpose, channel=fact.channel, decision=fact.decision, at=fact.at)
            for fact in members.what_stands(member)
        ],
    )


def bought(request: StaffRequest, member_id: int, as_of: date) -> list[CategoryBoughtOut]:
    """Return what a member buys as the page tells it, the categories that most was spent on first."""
    _bring_up_to_date(request)
    return _categories(measures.report("member-portrait", as_of=as_of, params={"member": member_id}))


def _bring_up_to_date(request: StaffRequest) -> None:
    with scopes.everywhere(reason="facts leave the database whole; the answer is about a member in reach"):
        warehouse.export(at=request.at, patience=reports.PATIENCE)


def _measured(request: StaffRequest, member_id: int, as_of: date) -> tuple[Report, Report]:
    """Take both reports on the member from one engine, so that they speak of the same facts."""
    _bring_up_to_date(request)
    asked = {"member": member_id}
    with facts.open_engine() as engine:
        rhythm = measures.report("member-state", as_of=as_of, params=asked, engine=engine)
        return rhythm, measures.report("member-portrait", as_of=as_of, params=asked, engine=engine)


def _rhythm(taken: Report) -> RhythmOut | None:
    row: dict[str, Any] | None = next(taken.records(), None)
    if row is None:
        return None
    names = next(column.labels for column in taken.columns if column.name == "state")[str(row["state"])]
    return RhythmOut(**row, state_zh=names.zh, state_en=names.en)


def _categories(taken: Report) -> list[CategoryBoughtOut]:
    rows: list[dict[str, Any]] = [row for row in taken.records() if row["aspect"] == "category"]
    return [
        CategoryBoughtOut(
            category=row["thing"],
            purchases=row["purchases"],
            quantity_milli=row["quantity_milli"],
            net_minor=row["net_minor"],
        )
        for row in rows
    ]
