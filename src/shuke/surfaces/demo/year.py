"""A year of a chain, act by act, through the operations that tills and staff use: reproducible from its seed.

Every business day has its own clock: shifts open, customers come, the night releases, expires, settles and seals. An
act counts when it was done; what an operation refuses is counted by its code beside it, and so is what came of each
night. Anything else that is raised ends the year.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from shuke.foundation import clock
from shuke.foundation.refusals import Refusal
from shuke.surfaces.demo import (
    year_coupons,
    year_files,
    year_founding,
    year_nights,
    year_orders,
    year_people,
    year_trade,
    year_wallets,
)
from shuke.surfaces.demo.year_state import Year, YearSpec

Act = Callable[[Year], str | None]

_OPENS = timedelta(hours=9)
_TRADES = timedelta(hours=12)

# How often each act is drawn, among all that are done by day.
_DAILY: tuple[tuple[int, Act], ...] = (
    (440, year_trade.sell),
    (25, year_trade.sell_again),
    (95, year_trade.bring_back),
    (10, year_trade.exchange),
    (15, year_trade.pay_and_change_mind),
    (12, year_orders.suspend),
    (20, year_orders.place),
    (18, year_orders.fetch),
    (6, year_files.bring_in),
    (1, year_files.take_back),
    (45, year_trade.restock),
    (40, year_people.enrol),
    (60, year_wallets.top_up),
    (12, year_wallets.spend_by_itself),
    (14, year_wallets.refund_account),
    (5, year_wallets.pass_money_on),
    (3, year_wallets.card),
    (60, year_coupons.give_coupon),
    (8, year_coupons.give_bundle),
    (10, year_coupons.claim_code),
    (14, year_coupons.pass_coupon_on),
    (10, year_coupons.void_coupon),
    (3, year_coupons.print_codes),
    (8, year_coupons.claim_printed),
    (20, year_wallets.sell_pass),
    (35, year_wallets.use_pass),
    (5, year_wallets.refund_pass),
    (8, year_wallets.sell_benefits),
    (15, year_wallets.use_benefit),
    (20, year_wallets.adjust_points),
    (10, year_wallets.set_aside),
    (10, year_wallets.end_hold),
    (12, year_wallets.exchange_points),
    (7, year_wallets.end_exchange),
    (3, year_wallets.give_gift),
    (3, year_wallets.adjust_by_two),
    (3, year_people.grant_tier),
    (3, year_people.award_growth),
    (2, year_people.freeze),
    (1, year_people.leave),
    (6, year_people.merge),
    (3, year_people.unmerge),
)
_WEIGHTS = [weight for weight, _ in _DAILY]


@dataclass(slots=True)
class Tally:
    """What was done, by kind; what was refused, by code; what opened and closed the days (shifts, the nightly work)."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)

    @property
    def acts(self) -> int:
        """How many acts were done by day."""
        return self.done.total()


Tell = Callable[[date, Tally], None]


def live(spec: YearSpec, *, tell: Tell | None = None) -> tuple[Year, Tally]:
    """Found the chain and live through the year; returns where it stands and what was done."""
    year, tally = year_founding.found(spec), Tally()
    with year.providers():
        for number in range(spec.turns):
            _live_day(year, tally, number)
            if tell is not None:
                tell(year.day, tally)
    return year, tally


def _live_day(year: Year, tally: Tally, number: int) -> None:
    spec = year.spec
    year.day = spec.day_of_turn(number)
    year.at = opening = clock.day_start(year.day) + _OPENS
    tally.around.update(year_nights.open_shifts(year))
    wanted = spec.acts * (number + 1) // spec.turns
    while tally.acts < wanted:
        _go_on(year, opening + _TRADES, wanted - tally.acts)
        _do_something(year, tally)
    year.at = opening + _TRADES
    tally.around.update(year_nights.close_day(year))


def _go_on(year: Year, closing: datetime, acts: int) -> None:
    """Let some of the day pass, so that so many acts come before the closing hour."""
    year.at += (closing - year.at) * year.chance.random() * 2 / (acts + 1)


def _do_something(year: Year, tally: Tally) -> None:
    [(_, act)] = year.chance.choices(_DAILY, weights=_WEIGHTS)
    try:
        done = act(year)
    except Refusal as refusal:
        tally.refused[refusal.code] += 1
    else:
        if done is not None:
            tally.done[done] += 1
