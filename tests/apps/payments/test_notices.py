"""D6: a thousand notices, good and bad, pay each payment exactly once."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from tests.apps.payments.conftest import WRITE, customer, trade

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.selling.payments import operations as payments
from shuke.selling.payments import queries
from shuke.selling.payments.models import PaymentIntent, PaymentNotice
from shuke.selling.payments.types import IntentState, Outcome, Way
from shuke.surfaces.simulator import keys as simulator_keys

pytestmark = pytest.mark.django_db
SEED = 20_261_122


@pytest.mark.parametrize("way", list(Way))
def test_a_thousand_notices_pay_each_payment_once(way, ask, keys, post, capsys) -> None:
    dice, now, stranger = random.Random(SEED), clock.now(), simulator_keys.make()
    wanted, closed = [ask(1_000 + n, way) for n in range(60)], [ask(500, way) for _ in range(20)]
    for intent_id in closed:
        payments.cancel(intent_id=intent_id, by=SYSTEM, at=now)
    write, long_ago = WRITE[way], now - timedelta(minutes=10)
    good = [write(keys, trade(intent_id, 1_000 + n), now) for n, intent_id in enumerate(wanted) for _ in range(5)]
    other = {"merchant": "1900000099"} if way is Way.WECHAT else {"seller": "2088000000000099"}
    bad = [
        *[write(stranger, trade(i, 1_000 + n), now) for n, i in enumerate(wanted) for _ in range(4)],
        *[write(keys, trade(i, 1_000 + n), now, **other) for n, i in enumerate(wanted) for _ in range(2)],
        *[write(keys, trade(i, 1_000 + n), long_ago) for n, i in enumerate(wanted) for _ in range(2)],
    ]
    odd = [
        *[write(keys, trade(intent_id, 1), now) for intent_id in wanted for _ in range(2)],
        *[write(keys, trade(ids.new(), 700), now) for _ in range(60)],
        *[write(keys, trade(intent_id, 500), now) for intent_id in closed for _ in range(2)],
    ]
    sent = [*((notice, True) for notice in [*good, *odd]), *((notice, False) for notice in bad)]
    dice.shuffle(sent)

    answers, times = Counter(), []
    for notice, ours in sent:
        began = time.perf_counter()
        answers[ours, post(way, notice) < 300] += 1
        times.append(time.perf_counter() - began)

    with capsys.disabled():
        print(f"\n{way}: {len(sent)} notices, p99 {sorted(times)[len(times) * 99 // 100] * 1000:.0f} ms, seed {SEED}")
    assert set(answers) == {(True, True), (False, False)}
    states = Counter(PaymentIntent.objects.values_list("state", flat=True))
    assert states == {IntentState.CONFIRMED: 60, IntentState.LATE: 20}
    outcomes = Counter(PaymentNotice.objects.values_list("outcome", flat=True))
    assert outcomes == {
        Outcome.CONFIRMED: 60,
        Outcome.REPEATED: 240 + 20,
        Outcome.WRONG_AMOUNT: 120,
        Outcome.UNKNOWN: 60,
        Outcome.LATE: 20,
    }
    assert len(queries.odd_notices(since=now - timedelta(minutes=1))) == 200


@pytest.mark.parametrize("way", list(Way))
def test_a_body_changed_on_its_way_is_forged(way, ask, keys, post) -> None:
    intent_id = ask(way=way)
    notice = WRITE[way](keys, trade(intent_id), clock.now())
    for place in range(0, len(notice.body), 7):
        changed = notice.body[:place] + bytes([notice.body[place] ^ 1]) + notice.body[place + 1 :]
        assert post(way, type(notice)(notice.headers, changed)) >= 400

    found = queries.intent(intent_id)
    assert found is not None
    assert found.state is IntentState.ASKED


def test_a_notice_is_read_only_from_a_provider_that_serves(keys, post, db) -> None:
    assert post(Way.WECHAT, WRITE[Way.WECHAT](keys, trade(1), clock.now())) == 409
    with pytest.raises(payments.WayNotOffered):
        payments.confirm(way=Way.WECHAT, headers={}, body=b"", at=clock.now())


def test_a_forged_notice_is_refused_by_name(offered, store) -> None:
    with pytest.raises(payments.NoticeForged):
        payments.confirm(way=Way.ALIPAY, headers={}, body=b"sign=x", at=clock.now())


@pytest.mark.parametrize("way", list(Way))
def test_a_payment_nobody_tells_of_is_found_by_asking(way, ask, simulator) -> None:
    asked_at = clock.now()
    intent_id = ask(way=way)
    customer(simulator, "pay", reference=str(intent_id), notify=False)

    assert payments.ask_silent(at=asked_at + timedelta(seconds=9)) == 0
    assert payments.ask_silent(at=asked_at + timedelta(seconds=12)) == 1

    found = queries.intent(intent_id)
    assert found is not None
    assert found.state is IntentState.CONFIRMED


@pytest.mark.parametrize("way", list(Way))
def test_what_is_not_paid_in_time_is_closed(way, ask) -> None:
    intent_id, later = ask(way=way), clock.now() + timedelta(minutes=16)

    assert payments.ask_silent(at=later) == 0

    found = queries.intent(intent_id)
    assert found is not None
    assert found.state is IntentState.CLOSED


def test_the_simulated_customer_pays_and_our_own_server_is_told(ask, simulator, keys, post) -> None:
    """The notice that the simulator writes is the one that our address takes."""
    intent_id = ask()
    customer(simulator, "pay", reference=str(intent_id), notify=False)

    assert post(Way.WECHAT, WRITE[Way.WECHAT](keys, trade(intent_id), clock.now())) == 204
