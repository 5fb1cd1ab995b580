"""Who joins a simulated year, by whom, at what tier, and who turns out to be one person."""

from shuke.foundation.actors import SYSTEM
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth.types import GrantKind
from shuke.selling.referrals import operations as referrals
from shuke.surfaces import merging
from shuke.surfaces.demo import people_names
from shuke.surfaces.demo.year_state import Year


def enrol(year: Year) -> str | None:
    """Let somebody join, brought by another member two times in five."""
    new = NewMember(
        store_id=year.chance.choice(year.stores),
        source=Source.TILL,
        phone=people_names.phone(year.next()),
        birthday=year.some_birthday(),
        enrolled_at=year.at,
    )
    joined = members.enrol(new=new, by=SYSTEM, at=year.at)
    year.members.append(joined)
    if year.chance.random() < 0.4:
        referrals.relate(invitee_id=joined, code=year.chance.choice(year.codes), by=SYSTEM, at=year.at)
        return "member brought by another"
    if year.chance.random() < 0.2:
        year.codes.append(referrals.invite(member_id=joined, at=year.at))
    return "member"


def grant_tier(year: Year) -> str | None:
    """Give somebody a tier by hand."""
    growth.grant(member_id=year.somebody(), level=3, kind=GrantKind.MANUAL, by=year.manager, at=year.at, reason="贵宾")
    return "tier granted"


def merge(year: Year) -> str | None:
    """Make two accounts of one person one; the absorbed account is still named now and then by whoever knows it."""
    survivor, merged = year.somebody(), year.latest(year.members, 10_000) or 0
    merge_id = members.merge(
        survivor_id=survivor,
        merged_id=merged,
        reason="同一人",
        followers=merging.FOLLOWERS,
        by=year.manager,
        at=year.at,
    )
    year.merges.append((merge_id, merged))
    if year.chance.random() < 0.9:
        year.members.remove(merged)
    return "merge"


def unmerge(year: Year) -> str | None:
    """Part two accounts again."""
    if not year.merges:
        return None
    merge_id, merged = year.merges.pop(year.chance.randrange(len(year.merges)))
    members.unmerge(merge_id=merge_id, followers=merging.FOLLOWERS, by=year.manager, at=year.at)
    if merged not in year.members:
        year.members.append(merged)
    return "unmerge"


def award_growth(year: Year) -> str | None:
    """Give somebody growth without a purchase."""
    value = year.chance.choice((10, 50, 200))
    growth.award(member_id=year.somebody(), value=value, reason="签到", by=year.manager, at=year.at)
    return "growth given"


def freeze(year: Year) -> str | None:
    """Stop an account for a while: it is let go again before another is stopped."""
    if year.frozen:
        members.unfreeze(member_id=year.frozen.pop(), reason="已核实", by=year.manager, at=year.at)
        return "member unfrozen"
    chosen = year.somebody()
    members.freeze(member_id=chosen, reason="异常消费", by=year.manager, at=year.at)
    year.frozen.append(chosen)
    return "member frozen"


def leave(year: Year) -> str | None:
    """Let a member be forgotten; what was bought and earned stays under the bare id."""
    chosen = year.latest(year.members, 10_000) or 0
    members.erase(member_id=chosen, reason="会员申请注销", by=year.manager, at=year.at)
    year.members.remove(chosen)
    if chosen in year.frozen:
        year.frozen.remove(chosen)
    return "member erased"
