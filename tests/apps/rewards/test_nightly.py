"""What comes by itself: rewards of referrals, birthday presents, and what nobody has collected."""

from datetime import timedelta

import pytest
from tests.apps.rewards.conftest import NOON, TODAY, cup_for, exchange, points_of, put, reward

from shuke.config import wiring
from shuke.foundation.actors import SYSTEM
from shuke.foundation.outbox import operations as outbox
from shuke.selling.referrals import operations as referrals
from shuke.selling.referrals import queries as referred
from shuke.selling.referrals.types import RewardState
from shuke.selling.rewards import queries
from shuke.selling.rewards.types import ExchangeState, Occasion
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt
from shuke.surfaces.jobs import tasks


@pytest.fixture
def night(monkeypatch):
    def fall(at) -> dict[str, int]:
        monkeypatch.setattr(tasks.clock, "now", lambda: at)
        return tasks.turn_the_day.call()

    return fall


def test_the_night_gives_presents_and_takes_back_what_nobody_collected(join, cup, shop, night) -> None:
    anna = join(1, birthday="1990-03-10")
    reward("CAKE", {"kind": "gift", "cost_minor": 1_500}, on_birthday=True)
    exchange(anna, cup_for(200, cup, collect_days=1), shop, at=NOON - timedelta(days=1))

    done = night(NOON)

    assert (done["birthdays"], done["lapsed"]) == (1, 1)
    assert {(each.occasion, each.state) for each in queries.exchanges(anna)} == {
        (Occasion.BIRTHDAY, ExchangeState.WAITING),
        (Occasion.EXCHANGE, ExchangeState.CANCELLED),
    }
    assert points_of(anna) == 500
    again = night(NOON)
    assert (again["birthdays"], again["lapsed"]) == (0, 0)


@pytest.mark.django_db(transaction=True)  # an event is read when its act is committed
def test_a_purchase_reaches_the_referral_by_the_outbox_and_the_night_rewards_it(join, shop, night) -> None:
    put("referrals.rule", "default", {"referrer": {"points": 200}, "return_days": 7, "relate_days": 365})
    anna, bella = join(1, points_held=0), join(2, points_held=0)
    code = referrals.invite(member_id=anna, at=NOON)
    referrals.relate(invitee_id=bella, code=code, by=SYSTEM, at=NOON)
    line = NewLine(None, 1_000, 9_900, 0, 9_900)
    receipts = [NewReceipt("R-1", shop, NOON, (line,), bella)]
    sales.record_many(receipts=receipts, source="till", by=SYSTEM, at=NOON)

    outbox.deliver(wiring.LISTENERS)

    promised = referred.reward_of(bella)
    assert promised is not None
    assert promised.state is RewardState.PENDING
    assert night(NOON + timedelta(days=6))["referrals"] == 0
    assert night(NOON + timedelta(days=7))["referrals"] == 1
    assert points_of(anna) == 200


def test_receipts_from_before_the_first_referral_are_passed_over(join, shop, django_assert_max_num_queries) -> None:
    from shuke.foundation.outbox.types import Recorded
    from shuke.selling.referrals import handlers

    put("referrals.rule", "default", {"referrer": {"points": 200}, "relate_days": 365})
    anna, bella = join(1), join(2)
    referrals.relate(invitee_id=bella, code=referrals.invite(member_id=anna, at=NOON), by=SYSTEM, at=NOON)
    line = NewLine(None, 1_000, 9_900, 0, 9_900)
    old = [NewReceipt(f"R-{nth}", shop, NOON - timedelta(days=400), (line,), anna) for nth in range(40)]
    sales.record_many(receipts=old, source="till", by=SYSTEM, at=NOON)
    ids = sales_ids(old)

    with django_assert_max_num_queries(2):
        handlers.on_receipts(Recorded(1, "sales.recorded", {"receipt_ids": ids}, NOON))
    assert referred.first_related_on() == TODAY


def sales_ids(receipts) -> list[int]:
    from shuke.selling.sales import queries as written

    return list(written.ids_by_external("till", [each.external_id for each in receipts]).values())
