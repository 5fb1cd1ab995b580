"""老带新: a member's code, who brought whom, and the rewards."""

from datetime import date
from typing import Annotated

from django.db import transaction
from ninja import Query, Schema
from pydantic import Field

from shuke.foundation.audit import operations as audit
from shuke.foundation.members import queries as members
from shuke.selling.referrals import operations as referrals
from shuke.selling.referrals import queries
from shuke.selling.referrals.types import Branch, Reward, RewardState
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Id, Made

routes = Routes("老带新 Referrals")


class ReferralCodeOut(Schema):
    """What friends say at the till."""

    code: str


class BranchOut(Schema):
    """Somebody within reach whom the member has brought (`depth` 1 = directly), and what they have spent since."""

    invitee_id: Id
    referrer_id: Id
    depth: int
    since: date
    net_minor: int


class ReferralRewardOut(Schema):
    id: Id
    invitee_id: Id
    receipt_id: Id
    state: RewardState
    due_on: date
    referrer_points: int
    invitee_points: int
    referrer_coupon: str
    invitee_coupon: str


class Relating(Body):
    """The code of whoever has brought the member."""

    code: Annotated[str, Field(min_length=4, max_length=12, pattern=r"^[A-Za-z0-9]+$")]


@routes.post(
    "/members/{member_id}/referral-code",
    rule=permissions.REFERRALS_RELATE,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=ReferralCodeOut,
)
def take_referral_code(request: StaffRequest, member_id: Id) -> ReferralCodeOut:
    """Return the code by which a member refers; it is made when it is first asked for."""
    return ReferralCodeOut(code=referrals.invite(member_id=in_reach(member_id), at=request.at))


@routes.post(
    "/members/{member_id}/referrer",
    rule=permissions.REFERRALS_RELATE,
    scope=Reach.SCOPED,
    rate=limits.LOOKUP,
    answers=Made,
    idempotent=True,
    audited=True,
)
def relate_referrer(request: StaffRequest, member_id: Id, body: Relating) -> Made:
    """Note who has brought a new member, by the code of whoever did."""
    invitee = in_reach(member_id)
    with transaction.atomic():
        referral_id = referrals.relate(invitee_id=invitee, code=body.code, by=request.by, at=request.at)
        audit.record(
            by=request.by,
            at=request.at,
            action="referrals.relate",
            subject=f"member:{invitee}",
            after={"referral": referral_id},
        )
    return Made(id=referral_id)


@routes.get(
    "/members/{member_id}/referrals",
    rule=permissions.REFERRALS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[BranchOut],
)
def list_referrals(
    request: StaffRequest, member_id: Id, depth: Annotated[int, Query(3, ge=1, le=5)]
) -> list[BranchOut]:
    """Return whom a member has brought, directly or through others; whoever is out of reach is left out."""
    rows = queries.network(in_reach(member_id), depth=depth)
    reached = {each.member_id for each in members.many([row.invitee_id for row in rows])}
    return [_branch(row) for row in rows if row.invitee_id in reached]


@routes.get(
    "/members/{member_id}/referrer",
    rule=permissions.REFERRALS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[BranchOut],
)
def list_referrers(request: StaffRequest, member_id: Id) -> list[BranchOut]:
    """Return who has brought a member: one or nobody; whoever is out of reach is left out."""
    row = queries.referral_of(members.family(in_reach(member_id)))
    return [_branch(row)] if row and members.many([row.referrer_id]) else []


@routes.get(
    "/members/{member_id}/referral-rewards",
    rule=permissions.REFERRALS_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[ReferralRewardOut],
)
def list_referral_rewards(request: StaffRequest, member_id: Id) -> list[ReferralRewardOut]:
    """Return what a member was promised and given for those they brought, the latest first (at most 200)."""
    return [_reward(row) for row in queries.rewards_of(in_reach(member_id))[:200]]


def _branch(row: Branch) -> BranchOut:
    return BranchOut(
        invitee_id=row.invitee_id,
        referrer_id=row.referrer_id,
        depth=row.depth,
        since=row.since,
        net_minor=row.net_minor,
    )


def _reward(row: Reward) -> ReferralRewardOut:
    return ReferralRewardOut(
        id=row.id,
        invitee_id=row.invitee_id,
        receipt_id=row.receipt_id,
        state=row.state,
        due_on=row.due_on,
        referrer_points=row.referrer_points,
        invitee_points=row.invitee_points,
        referrer_coupon=row.referrer_coupon,
        invitee_coupon=row.invitee_coupon,
    )
