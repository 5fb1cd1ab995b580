"""A year of a chain, act by act, through the operations that tills and staff use: reproducible from its seed.

Every business day has its own clock: shifts open, customers come, the night releases, expires, settles and seals. What
an operation refuses is counted by its code and is part of the year; anything else that is raised ends it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from shuke.foundation import clock
from shuke.foundation.refusals import Refusal
from shuke.surfaces.demo import year_coupons, year_founding, year_nights, year_people, year_trade, year_wallets
from shuke.surfaces.demo.year_state import Year, YearSpec

Act = Callable[[Year], str]

_OPENS = timedelta(hours=9)
_TRADES = timedelta(hours=12)

# How often each act is drawn, among all that are done by day.
_DAILY: tuple[tuple[int, Act], ...] = (
    (440, year_trade.sell),
    (25, year_trade.sell_again),
    (95, year_trade.bring_back),
    (10, year_trade.exchange),
    (15, year_trade.pay_and_change_mind),
    (45, year_trade.restock),
    (40, year_people.enrol),
    (60, year_wallets.top_up),
    (12, year_wallets.spend_by_itself),
    (14, year_wallets.refund_account),
    (5, year_wallets.pass_money_on),
    (1, year_wallets.card),
    (60, year_coupons.give_coupon),
    (8, year_coupons.give_bundle),
    (10, year_coupons.claim_code),
    (14, year_coupons.pass_coupon_on),
    (10, year_coupons.void_coupon),
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
    (3, year_people.grant_tier),
    (6, year_people.merge),
    (3, year_people.unmerge),
)


@dataclass(slots=True)
class Tally:
    """What was done: acts by kind, refusals by code. `acts` counts both."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def acts(self) -> int:
        """How many acts were tried."""
        return self.done.total() + self.refused.total()


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
    opening = clock.day_start(year.day) + _OPENS
    year.at = opening
    _count(tally, year_nights.open_shifts(year))
    wanted = spec.acts * (number + 1) // spec.turns - year_nights.ACTS_A_NIGHT - len(year.stores)
    moments = sorted(year.chance.random() for _ in range(max(0, wanted - tally.acts)))
    kinds = year.chance.choices(_DAILY, weights=[weight for weight, _ in _DAILY], k=len(moments))
    for moment, (_, act) in zip(moments, kinds, strict=True):
        year.at = opening + _TRADES * moment
        try:
            tally.done[act(year)] += 1
        except Refusal as refusal:
            tally.refused[refusal.code] += 1
    year.at = opening + _TRADES
    _count(tally, year_nights.close_day(year))


def _count(tally: Tally, done: Counter[str]) -> None:
    tally.done.update(done)
