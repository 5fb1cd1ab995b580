"""Take a top-up with all that its package promises: principal and bonus, coupons, points; in one transaction."""

from datetime import datetime

from django.db import transaction

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.insight.liability import queries as liability
from shuke.ledgers.book.types import HolderKind, Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.points import operations as points
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value.types import TOP_UP, NewTopUp, ToppedUp
from shuke.selling.cashup import operations as cashup
from shuke.selling.cashup.types import Taking


def take(*, new: NewTopUp, by: Actor, at: datetime, taking: Taking | None = None) -> ToppedUp:
    """Book the top-up and issue what comes with it. The same id again issues nothing again.

    Coupons and points go to members; a card that nobody is named on gets principal and bonus alone. `taking` is the
    money as a till took it, which its shift counts; without it the money came to an office. Refuses NoHeadroom
    where the law lets the chain take no more in advance.
    """
    # asked before the transaction: it may read a year of receipts, and nobody is to wait for that
    headroom = liability.headroom(on=clock.business_date(at))
    return _take(new, headroom, taking, by, at)


@transaction.atomic
def _take(new: NewTopUp, headroom_minor: int | None, taking: Taking | None, by: Actor, at: datetime) -> ToppedUp:
    if taking is not None:  # first: a payment that was used up refuses by name
        cashup.take(taking=taking, by=by, at=at)
    done = stored_value.top_up(new=new, by=by, at=at, headroom_minor=headroom_minor)
    if done.repeated or new.holder.kind is not HolderKind.MEMBER:
        return done
    for grant in done.coupons:
        for _ in range(grant.count):
            coupons.issue(
                template=grant.template,
                member_id=new.holder.id,
                source=Source(TOP_UP, done.id),
                store_id=new.store_id,
                by=by,
                at=at,
            )
    if done.points:
        points.adjust(
            member_id=new.holder.id,
            points=done.points,
            reason=f"储值方案 {done.package}",
            by=by,
            at=at,
            store_id=new.store_id,
            adjustment_id=done.id,
        )
    return done
