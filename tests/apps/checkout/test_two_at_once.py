"""A till, and somebody else who acts on the same member or order at the same moment (A5).

Whatever comes first, the end is one that they could have reached one after the other. Both wait between their look and
their write. Each race has a control in which transaction and lock are off.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from tests.apps.book.races import at_once, refused
from tests.apps.checkout.conftest import (
    CASHIER,
    NOON,
    OPENED,
    MakeOrder,
    back_of,
    by_points,
    cash,
    give_points,
    later,
    net,
    put_in_force,
    sell,
)

from shuke.foundation import failpoints, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit import operations as audit
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember
from shuke.foundation.outbox import operations as outbox
from shuke.ledgers.book import operations as book
from shuke.ledgers.growth import merging as tier_merging
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.growth import records
from shuke.ledgers.growth.models import GrowthStanding
from shuke.ledgers.growth.types import GrantKind, MoveKind, Standing
from shuke.ledgers.points import defaults as point_defaults
from shuke.ledgers.stock import queries as shelf
from shuke.selling.checkout import completing, orders, placing
from shuke.selling.checkout import operations as checkout
from shuke.selling.checkout.models import Order
from shuke.selling.checkout.types import Completed, NewOrder, OrderKind, TenderKind
from shuke.selling.sales.models import Receipt
from shuke.surfaces import merging

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("programme", "on_the_shelf")]
SILVER, GOLD = 2, 3
PLACES = ("checkout.identified", "growth.read", "return.looked", "placing.locked", "members.merge_held")


@pytest.fixture(autouse=True)
def _slow_and_proven(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    is_control = "control" in request.node.name
    if not is_control:
        monkeypatch.setenv("SHUKE_FAILPOINTS", ",".join(f"{place}=sleep:0.3" for place in PLACES))
    yield
    if not is_control:
        assert book.prove(at=NOON).findings == ()


def anywhere(work: Callable[..., object], *args: object, **terms: Any) -> Callable[[], object]:
    def run() -> object:
        with scopes.everywhere(reason="a till of its own"):
            return work(*args, **terms)

    return run


def loosen(monkeypatch: pytest.MonkeyPatch, **acts: Any) -> None:
    """Let each part of an act stand for itself: no transaction around it, and so no lock that outlives a statement."""
    for module in (outbox, audit):
        monkeypatch.setattr(module, "emit" if module is outbox else "record", lambda *_, **__: None)
    for name, module in acts.items():
        monkeypatch.setattr(module, name, getattr(module, name).__wrapped__)


def meet(monkeypatch: pytest.MonkeyPatch, place: str) -> threading.Barrier:
    """Let whoever comes to the place wait until the other has looked, too."""
    both_have_looked, hit = threading.Barrier(2), failpoints.hit

    def wait(name: str) -> None:
        if name == place:
            both_have_looked.wait(20)
        hit(name)

    monkeypatch.setattr(failpoints, "hit", wait)
    return both_have_looked


class TestTierChangeAndCheckout:
    """A purchase that lifts the member to silver, while somebody lifts it to gold or its validity ends."""

    def big(self, order: MakeOrder, anna: int) -> NewOrder:
        return order("MILK", "MILK", cash=59_800, member_id=anna)

    def to_gold(self, anna: int) -> object:
        return growth.grant(
            member_id=anna, level=GOLD, kind=GrantKind.MANUAL, reason="补偿", valid_until=None, by=SYSTEM, at=NOON
        )

    def chain_is_whole(self, anna: int) -> bool:
        """Each move begins where the one before it ended, and the member stands where the last one led."""
        moves = tiers.history(anna)
        links = [move.from_level == before.to_level for before, move in itertools.pairwise(moves)]
        standing = tiers.standing(anna)
        return all(links) and standing is not None and standing.level == moves[-1].to_level

    def test_both_count_one_after_the_other(self, order: MakeOrder, anna: int) -> None:
        sold, granted = at_once(anywhere(sell, self.big(order, anna)), anywhere(self.to_gold, anna))

        assert refused([sold, granted]) == []
        assert self.chain_is_whole(anna)
        assert tiers.level(anna, on=NOON.date()) == GOLD
        assert tiers.explain(anna, as_of=NOON.date()).growth == 598

    def test_a_validity_ends_once_though_the_member_buys_in_that_night(self, order: MakeOrder, anna: int) -> None:
        growth.grant(
            member_id=anna, level=GOLD, kind=GrantKind.MANUAL, reason="试用", valid_until=OPENED.date(), by=SYSTEM,
            at=OPENED,
        )  # fmt: skip
        nightly = anywhere(growth.run_daily, on=NOON.date(), by=SYSTEM, at=NOON)
        sold, _, again = at_once(anywhere(sell, order("TOY", cash=9_950, member_id=anna)), nightly, nightly)

        assert refused([sold, again]) == []
        assert [move.kind for move in tiers.history(anna)].count(MoveKind.DOWNGRADE) == 1
        assert self.chain_is_whole(anna)

    def test_control_without_the_lock_a_tier_is_lost_or_given_from_nowhere(
        self, order: MakeOrder, anna: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both_have_looked = meet(monkeypatch, "checkout.identified")

        def look(member_days: dict[int, Any]) -> dict[int, Standing | None]:
            found = {row.member_id: records.standing_of(row) for row in GrowthStanding.objects.all()}
            both_have_looked.wait(20)
            return {member_id: found.get(member_id) for member_id in member_days}

        growth.award(member_id=anna, value=1, reason="签到", by=SYSTEM, at=OPENED)  # a standing that needs no making
        loosen(monkeypatch, check_out=completing, grant=growth)
        monkeypatch.setattr(records, "lock_standings", look)
        monkeypatch.setattr(checkout, "check_out", completing.check_out)
        sold, granted = at_once(anywhere(sell, self.big(order, anna)), anywhere(self.to_gold, anna))

        assert refused([sold, granted]) == []
        assert not self.chain_is_whole(anna)


class TestCancelAndPay:
    """A customer fetches an order at one till while another gives it up."""

    def fetch(self, wanted: NewOrder) -> Completed:
        tenders = (cash(4_950),)
        return checkout.pick_up(
            store_id=wanted.store_id, client_id=wanted.client_id, tenders=tenders, by=CASHIER, at=later()
        )

    def give_up(self, order_id: int) -> None:
        checkout.cancel(order_id=order_id, reason="顾客不要了", by=CASHIER, at=later())

    def paid_back(self, order_id: int) -> int:
        rows = Order._base_manager.filter(original_id=order_id, kind=OrderKind.DEPOSIT, due_minor__lt=0)
        return -sum(rows.values_list("due_minor", flat=True))

    def fetched_and_given_up(self, order: MakeOrder, anna: int) -> tuple[int, object, object]:
        wanted = order("TOY", member_id=anna)
        placed = checkout.place(order=wanted, deposit=cash(5_000), by=CASHIER, at=NOON)
        return placed.order_id, *at_once(anywhere(self.fetch, wanted), anywhere(self.give_up, placed.order_id))

    @pytest.mark.parametrize("attempt", range(2))
    def test_one_of_the_two_happens(
        self, order: MakeOrder, anna: int, shop: int, goods: dict[str, int], attempt: int
    ) -> None:
        order_id, fetched, given_up = self.fetched_and_given_up(order, anna)

        assert [type(each) for each in refused([fetched, given_up])] == [checkout.NotInThisState]
        level = shelf.on_hand(store_id=shop, sku_ids=[goods["TOY"]])[goods["TOY"]]
        state = Order.objects.get(id=order_id).state
        if isinstance(fetched, Completed):
            assert (state, level.on_hand, level.reserved, self.paid_back(order_id)) == ("completed", 99_000, 0, 0)
        else:
            assert (state, level.on_hand, level.reserved, self.paid_back(order_id)) == ("cancelled", 100_000, 0, 5_000)

    def test_control_without_the_lock_the_goods_go_and_the_deposit_goes_too(
        self, order: MakeOrder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meet(monkeypatch, "placing.locked")
        loosen(monkeypatch, pick_up=placing, cancel=placing)
        monkeypatch.setattr(checkout, "pick_up", placing.pick_up)
        monkeypatch.setattr(checkout, "cancel", placing.cancel)
        monkeypatch.setattr(orders, "lock", lambda order_id: Order._base_manager.get(id=order_id))
        monkeypatch.setattr(
            orders, "lock_named", lambda store_id, client_id: Order._base_manager.get(client_id=client_id)
        )
        # what was set aside is guarded by rooms of its own
        monkeypatch.setattr(placing, "_let_go", lambda *_: None)
        order_id, fetched, given_up = self.fetched_and_given_up(order, None)  # type: ignore[arg-type]

        assert refused([fetched, given_up]) == []
        assert isinstance(fetched, Completed)
        assert [paid.kind for paid in fetched.paid] == [TenderKind.DEPOSIT, TenderKind.CASH]
        assert self.paid_back(order_id) == 5_000


class TestRefundAndSpend:
    def test_points_that_go_back_with_their_sale_are_spent_as_a_debt_or_not_at_all(
        self, order: MakeOrder, anna: int
    ) -> None:
        put_in_force("points.earn", {**point_defaults.DEFAULT_RULE, "month_days": {}, "pending_days": 0})
        done = sell(order("MILK", cash=29_900, member_id=anna))
        assert net(anna) == 299
        spending = order("TOY", cash=9_750, member_id=anna, tenders=(by_points(200, 200),))
        back, spent = at_once(
            anywhere(checkout.give_back, back=back_of(done), by=CASHIER, at=later()), anywhere(sell, spending, later())
        )

        refused([back])
        earned = spent.points if isinstance(spent, Completed) else 0
        assert {type(each) for each in refused([spent])} <= {book.NotEnough}
        assert net(anna) == (earned - 200 if earned else 0)


class TestReturnAndReturn:
    def test_of_one_line_at_three_tills_what_was_sold_comes_back_once(self, order: MakeOrder, anna: int) -> None:
        done = sell(order("TOY", "MILK", cash=39_850, member_id=anna))
        backs = [replace(back_of(done, (1, 1_000)), client_id=f"R{till}-1") for till in range(3)]
        outcomes = at_once(*[anywhere(checkout.give_back, back=each, by=CASHIER, at=later()) for each in backs])

        assert len(refused(outcomes)) == 2
        assert Receipt.objects.filter(kind="return").count() == 1
        assert net(anna) == 299


class TestMergeAndCheckout:
    """Two accounts of one person become one while the person buys with one of them."""

    @pytest.fixture
    def twin(self, shop: int) -> int:
        return members.enrol(new=NewMember(shop, "till", phone="13900000002"), by=SYSTEM, at=OPENED)

    def merge(self, survivor: int, merged: int) -> object:
        return members.merge(survivor_id=survivor, merged_id=merged, followers=merging.FOLLOWERS, by=SYSTEM, at=later())

    def bought_while_merged(self, order: MakeOrder, buyer: int, survivor: int, merged: int) -> tuple[object, object]:
        give_points(merged, 500)
        # 700 yuan in parts that reach no tier alone; with this purchase both accounts together reach silver
        for who, code in ((survivor, "MILK"), (merged, "MILK"), (survivor, "TOY")):
            sell(order(code, cash={"MILK": 29_900, "TOY": 9_950}[code], member_id=who), at=OPENED)
        wanted = order("MILK", "SOAP", cash=30_405, member_id=buyer, tenders=(by_points(500, 500),))
        return at_once(anywhere(sell, wanted), anywhere(self.merge, survivor, merged))  # type: ignore[return-value]

    @pytest.mark.parametrize("places", [PLACES, ("book.before_commit",), ("checkout.identified",)])
    @pytest.mark.parametrize("buyer_survives", [True, False])
    def test_nothing_is_lost_and_both_histories_count(
        self,
        order: MakeOrder,
        anna: int,
        twin: int,
        buyer_survives: bool,
        places: tuple[str, ...],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SHUKE_FAILPOINTS", ",".join(f"{place}=sleep:0.3" for place in places))
        survivor, merged = (anna, twin) if buyer_survives else (twin, anna)
        sold, joined = self.bought_while_merged(order, anna, survivor, merged)

        refusals = refused([sold, joined])
        assert isinstance(joined, int)
        # who pays with points that come with the merge is refused when it comes too late
        assert {type(each) for each in refusals} <= {book.NotEnough}
        spent = isinstance(sold, Completed)
        assert net(merged) == 0
        assert net(survivor) == 500 + 299 + 299 + 99 + ((304 - 500) if spent else 0)
        assert tiers.level(survivor, on=NOON.date()) == (SILVER if spent else 1)
        assert tiers.explain(survivor, as_of=NOON.date()).growth == 697 + (309 if spent else 0)

    def level_after_waiting(self, order: MakeOrder, anna: int, twin: int, monkeypatch: pytest.MonkeyPatch) -> int:
        """The till reads where the member stands while the merge holds that row; return the level in the end."""
        monkeypatch.delenv("SHUKE_FAILPOINTS", raising=False)
        # 299 and 99.5 and 398.5 yuan are no tier; with the other's 299 they are one
        for who, code, amount in ((anna, "MILK", 29_900), (twin, "MILK", 29_900), (anna, "TOY", 9_950)):
            sell(order(code, cash=amount, member_id=who), at=OPENED)
        absorbed, follow = threading.Event(), merging.BookFollower.follow

        def follow_slowly(*follower: Any, **terms: Any) -> None:
            absorbed.set()
            time.sleep(0.5)
            follow(*follower, **terms)

        def buy_meanwhile() -> object:
            absorbed.wait(20)
            return sell(order("MILK", "TOY", cash=39_850, member_id=anna), at=later())

        monkeypatch.setattr(merging.BookFollower, "follow", follow_slowly)
        assert refused(at_once(anywhere(self.merge, anna, twin), anywhere(buy_meanwhile))) == []
        assert tiers.explain(anna, as_of=NOON.date()).growth == 299 + 299 + 99 + 398
        return tiers.level(anna, on=NOON.date())

    def test_a_till_that_has_waited_for_a_merge_counts_for_both_histories(
        self, order: MakeOrder, anna: int, twin: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On PostgreSQL what is read beside a locked row is as old as the wait for the lock; only the row is not."""
        assert self.level_after_waiting(order, anna, twin, monkeypatch) == SILVER

    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's till begins, and reads, after the merge")
    def test_control_a_row_that_stays_lets_the_till_count_for_one_history(
        self, order: MakeOrder, anna: int, twin: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def all_but_the_survivor(**by: Any) -> Any:
            wanted = by.get("member_id__in", (None, by.get("member_id")))[1:]
            return GrowthStanding.objects.filter(member_id__in=wanted)

        careless = SimpleNamespace(objects=SimpleNamespace(filter=all_but_the_survivor))
        monkeypatch.setattr(tier_merging, "GrowthStanding", careless)
        assert self.level_after_waiting(order, anna, twin, monkeypatch) == 1
