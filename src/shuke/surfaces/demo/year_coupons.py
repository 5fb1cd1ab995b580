"""Coupons of a simulated year: given, claimed, passed on and taken away."""

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book.types import Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.coupons import queries as printed
from shuke.surfaces.demo.year_founding import CODES, TEMPLATES, WORD
from shuke.surfaces.demo.year_state import Year


def give_coupon(year: Year) -> str | None:
    """Issue a coupon of some template."""
    owner = year.somebody()
    coupon_id = coupons.issue(
        template=year.chance.choice(TEMPLATES),
        member_id=owner,
        source=Source("year_gift", year.next()),
        by=SYSTEM,
        at=year.at,
    )
    year.coupons.append((coupon_id, owner))
    return "coupon issued"


def give_bundle(year: Year) -> str | None:
    """Give the welcome pack, once a member."""
    owner = year.latest(year.members) or year.somebody()
    given = coupons.issue_bundle(
        bundle="welcome",
        member_id=owner,
        source=Source("year_gift", year.next()),
        by=SYSTEM,
        at=year.at,
        occasion="welcome",
    )
    if given.repeated:
        return "bundle asked for again"
    year.coupons += [(coupon_id, owner) for coupon_id in given.coupon_ids]
    return "bundle given"


def claim_code(year: Year) -> str | None:
    """Claim the coupon of the word that is in print."""
    owner = year.somebody()
    year.coupons.append((coupons.claim(member_id=owner, by=SYSTEM, at=year.at, code=WORD), owner))
    return "coupon claimed"


def pass_coupon_on(year: Year) -> str | None:
    """Give a coupon to another member."""
    chosen = year.latest(year.coupons)
    if chosen is None:
        return None
    coupon_id, owner = chosen
    receiver = year.somebody()
    coupons.transfer(coupon_id=coupon_id, from_member_id=owner, to_member_id=receiver, by=SYSTEM, at=year.at)
    year.coupons[year.coupons.index(chosen)] = (coupon_id, receiver)
    return "coupon passed on"


def void_coupon(year: Year) -> str | None:
    """Take a coupon away, with a reason."""
    chosen = year.latest(year.coupons)
    if chosen is None:
        return None
    coupons.void(coupon_ids=[chosen[0]], reason="发错了", by=year.manager, at=year.at)
    year.coupons.remove(chosen)
    return "coupon voided"


def print_codes(year: Year) -> str | None:
    """Have single-use codes printed."""
    batch = coupons.make_codes(template=CODES, count=20, reason="地推印刷", by=year.manager, at=year.at)
    year.printed += [code for code, *_ in printed.codes_of_batch(batch.id)]
    return "codes printed"


def claim_printed(year: Year) -> str | None:
    """Claim the coupon of a printed code; one time in ten the code was claimed before."""
    if not year.printed:
        return None
    drawn = year.chance.randrange(len(year.printed))
    code = year.printed[drawn] if year.chance.random() < 0.1 else year.printed.pop(drawn)
    owner = year.somebody()
    year.coupons.append((coupons.claim(member_id=owner, by=SYSTEM, at=year.at, code=code), owner))
    return "printed code claimed"
