"""Many tills at once: gifts are never more than were granted, and an id takes once. Each race has its control."""

import functools
import threading
from contextlib import contextmanager, nullcontext

import pytest
from tests.apps.book.races import at_once, crowd, refused, without_lock
from tests.apps.rewards.conftest import NOON, exchange, grant, left, points_of, souvenir

from shuke.foundation import ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as accounts
from shuke.ledgers.book.types import quota
from shuke.selling.rewards import exchanging, queries, sql, stocking
from shuke.selling.rewards import operations as rewards
from shuke.selling.rewards.models import Allowance
from shuke.selling.rewards.types import CURRENCY, Exchange, ExchangeState

pytestmark = pytest.mark.django_db(transaction=True)


def anywhere(work):
    """Run in a thread as the whole chain."""

    def run():
        with scopes.everywhere(reason="a thread of a test"):
            return work()

    return run


def had(work, times: int = 1) -> int:
    """Ask again and again; return how often it was not refused."""
    done = 0
    for _ in range(times):
        try:
            work()
        except (rewards.GiftsGone, rewards.HadEnough, book.NotEnough):
            continue
        done += 1
    return done


def test_a4_512_exchanges_of_64_tills_take_a_hundred_gifts_and_no_more(join, shop) -> None:
    code = souvenir(points=10, limited_stock=True)
    grant(code, 100)
    tills = crowd()
    people = [join(number, points_held=10 * 512 // tills) for number in range(tills)]

    def till(member_id: int):
        return anywhere(lambda: had(lambda: exchange(member_id, code, shop), times=512 // tills))

    outcomes = at_once(*(till(member_id) for member_id in people))

    assert refused(outcomes) == []
    assert sum(outcomes) == 100
    assert left(code) == 0
    assert sum(points_of(member_id) for member_id in people) == 512 * 10 - 100 * 10
    assert len(queries.waiting(limit=200)) == 100
    assert book.prove(at=NOON).findings == ()


@contextmanager
def careless(monkeypatch, tills: int):
    """No transaction, no lock, no guard: every till looks, waits until all have looked, and believes what it saw."""
    all_have_looked = threading.Barrier(tills)

    def look_then_take(*, stock_id: int, **act: object) -> int:
        seen = accounts.balance(quota(stock_id), CURRENCY).available
        all_have_looked.wait(timeout=60)
        if seen < 1:
            raise rewards.GiftsGone(reward="FAN")
        return stock_id

    def look_then_count(reward: str, member_id: int, period: str, most: int) -> bool:
        seen = Allowance.objects.filter(reward=reward, member_id=member_id, period=period).count()
        all_have_looked.wait(timeout=60)
        return seen < most

    with without_lock(monkeypatch), monkeypatch.context() as patch:
        patch.setattr(rewards, "exchange", exchanging.exchange.__wrapped__)
        patch.setattr(exchanging, "_one_page", lambda *_: nullcontext())
        patch.setattr(stocking, "take_one", look_then_take)
        patch.setattr(sql, "take_allowance", look_then_count)
        yield


def had_at_once(people: list[int], code: str, shop: int) -> int:
    outcomes = at_once(*(anywhere(lambda who=who: had(lambda: exchange(who, code, shop))) for who in people))
    assert refused(outcomes) == []
    return sum(outcomes)


def test_control_without_lock_and_guard_more_gifts_go_than_there_are(join, shop, monkeypatch) -> None:
    people = [join(number) for number in range(4)]
    code = souvenir(points=10, limited_stock=True)
    grant(code, 1)
    with careless(monkeypatch, len(people)):
        assert had_at_once(people, code, shop) > 1


def test_eight_tills_give_one_member_no_more_than_the_limit(anna, shop) -> None:
    code = souvenir(points=10, per_member=2)

    assert had_at_once([anna] * 8, code, shop) == 2


def test_control_a_limit_looked_at_before_it_is_written_lets_more_through(anna, shop, monkeypatch) -> None:
    code = souvenir(points=10, per_member=2)
    with careless(monkeypatch, 8):
        assert had_at_once([anna] * 8, code, shop) > 2


def test_eight_tills_with_one_id_take_once(anna, shop) -> None:
    code, key = souvenir(points=100), ids.new()

    outcomes = at_once(*[anywhere(lambda: exchange(anna, code, shop, exchange_id=key))] * 8)

    assert refused(outcomes) == []
    assert {each.id for each in outcomes if isinstance(each, Exchange)} == {key}
    assert points_of(anna) == 400


def test_handing_out_and_cancelling_at_once_do_one_of_the_two(anna, shop) -> None:
    code = souvenir(points=100)
    for asked in [exchange(anna, code, shop) for _ in range(3)]:
        outcomes = at_once(
            anywhere(functools.partial(collect, asked.id)), anywhere(functools.partial(cancel, asked.id))
        )
        assert [type(each) for each in refused(outcomes)] == [rewards.NotWaiting]
    collected = [each for each in queries.exchanges(anna) if each.state is ExchangeState.COLLECTED]
    assert points_of(anna) == 500 - 100 * len(collected)


def collect(exchange_id: int) -> Exchange:
    return rewards.collect(exchange_id=exchange_id, by=SYSTEM, at=NOON)


def cancel(exchange_id: int) -> Exchange:
    return rewards.cancel(exchange_id=exchange_id, reason="不要了", by=SYSTEM, at=NOON)
