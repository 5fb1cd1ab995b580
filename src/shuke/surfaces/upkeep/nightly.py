"""What is done by itself for the whole chain: the business day turns, and payments are followed.

Whoever calls says when it is: the worker by the clock, a simulated year by its own. All of it is safe to run twice.
"""

from collections.abc import Callable
from datetime import datetime

from shuke.foundation import clock, scopes
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Run
from shuke.ledgers.growth import operations as growth
from shuke.selling.payments import operations as payments
from shuke.selling.referrals import operations as referrals
from shuke.selling.rewards import operations as rewards


def turn_the_day(*, at: datetime) -> dict[str, int]:
    """Release what may be spent from today, expire what may not any more, and look at every tier that ends.

    Then rewards: referrals whose return window has closed, birthday presents, and what nobody has collected in time.
    """
    today = clock.business_date(at)
    with scopes.everywhere(reason="the business day turns for the whole chain"):
        return {
            "voided": _to_the_end(lambda: book.void_overdue(by=SYSTEM, at=at)),
            "released": _to_the_end(lambda: book.release_due(on=today, by=SYSTEM, at=at)),
            "expired": _to_the_end(lambda: book.expire_due(on=today, by=SYSTEM, at=at)),
            "moved": growth.run_daily(on=today, by=SYSTEM, at=at),
            "referrals": referrals.settle_due(on=today, by=SYSTEM, at=at),
            "birthdays": rewards.give_birthdays(on=today, by=SYSTEM, at=at),
            "lapsed": rewards.lapse_due(on=today, by=SYSTEM, at=at),
        }


def follow_payments(*, at: datetime) -> dict[str, int]:
    """Ask the providers about payments that nobody told of, and send back what came too late or was refunded."""
    return {
        "confirmed": payments.ask_silent(at=at),
        "late": payments.send_back_late(at=at),
        "returned": payments.ask_returns(at=at),
    }


def _to_the_end(step: Callable[[], Run]) -> int:
    lots = 0
    while True:
        run = step()
        lots += run.lots
        if run.finished:
            return lots
