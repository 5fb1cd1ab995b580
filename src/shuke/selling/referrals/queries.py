"""Read who brought whom, and what it came to."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Min

from shuke.foundation.db.flaws import Flaw
from shuke.foundation.rulebook import queries as rulebook
from shuke.selling.referrals import proving
from shuke.selling.referrals.document import ReferralRule
from shuke.selling.referrals.models import Referral, ReferralReward
from shuke.selling.referrals.types import Branch, Reward, RewardState
from shuke.selling.sales import queries as sales

_DEEPEST = 64


def ancestors(member_id: int) -> set[int]:
    """Return whoever brought the member, directly or through others."""
    found: set[int] = set()
    present: int | None = member_id
    while present is not None and len(found) < _DEEPEST:
        present = Referral.objects.filter(invitee_id=present).values_list("referrer_id", flat=True).first()
        if present is None or present in found:
            break
        found.add(present)
    return found


def referral_of(member_ids: Collection[int]) -> Branch | None:
    """Return by whom the member was brought (pass `members.queries.family`), with what she has spent since; or None."""
    row = Referral.objects.filter(invitee_id__in=list(member_ids)).order_by("related_at").first()
    if row is None:
        return None
    net = sales.net_of_members([row.invitee_id])
    return Branch(row.invitee_id, row.referrer_id, 1, row.related_on, net.get(row.invitee_id, 0))


def network(member_id: int, *, depth: int = 3) -> list[Branch]:
    """Return whom the member has brought down to `depth`, nearest first, each with what they have spent since."""
    rows: list[tuple[Referral, int]] = []
    newest = {member_id}
    for level in range(1, depth + 1):
        found = list(Referral.objects.filter(referrer_id__in=newest).order_by("related_at", "id"))
        rows += [(row, level) for row in found]
        newest = {row.invitee_id for row in found}
    net = sales.net_of_members([row.invitee_id for row, _ in rows])
    return [
        Branch(row.invitee_id, row.referrer_id, level, row.related_on, net.get(row.invitee_id, 0))
        for row, level in rows
    ]


def first_related_on() -> date | None:
    """Return the day of the earliest referral; nothing bought before it can matter to any."""
    first: date | None = Referral.objects.aggregate(first=Min("related_on"))["first"]
    return first


def reward_of(invitee_id: int) -> Reward | None:
    """Return the reward of the referral that brought the invitee, or None."""
    row = ReferralReward.objects.filter(referral__invitee_id=invitee_id).select_related("referral").first()
    return _fact(row) if row else None


def rewards_of(referrer_id: int) -> list[Reward]:
    """Return the rewards of a referrer, the latest first."""
    rows = ReferralReward.objects.filter(referrer_id=referrer_id).select_related("referral")
    return [_fact(row) for row in rows.order_by("-bought_on", "-id")]


def rule_of(rule_version_id: int) -> ReferralRule:
    """Return the rule by which a referral was made; it holds for its reward whatever comes later."""
    version = rulebook.version(rule_version_id)
    assert version is not None, "a referral names an approved version"  # noqa: S101
    return rulebook.document(version, ReferralRule)


def _fact(row: ReferralReward) -> Reward:
    return Reward(
        id=row.id,
        referrer_id=row.referrer_id,
        invitee_id=row.referral.invitee_id,
        receipt_id=row.receipt_id,
        state=RewardState(row.state),
        due_on=row.due_on,
        referrer_points=row.referrer_points,
        invitee_points=row.invitee_points,
        referrer_coupon=row.referrer_coupon,
        invitee_coupon=row.invitee_coupon,
    )


def flaws() -> Iterator[Flaw]:
    """Yield every reward that was not given as it says; for `shuke prove`."""
    yield from proving.find()
