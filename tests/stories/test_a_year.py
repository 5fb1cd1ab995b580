"""A year of the chain by chance, small enough for every run: it is proved, and whatever is planted in it is found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Sum
from tests.conftest import append_only_lifted
from tests.stories.planted import PLANTED, Plant, Undo, found_after, rows, run
from tests.stories.planted_by_an_auditor import PLANTED_TOO

from shuke.foundation import ids, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.ledgers.book import operations as book
from shuke.ledgers.book import queries as balances
from shuke.ledgers.book.models import Account, Lot
from shuke.ledgers.book.types import SealHead, Source, Spending, member
from shuke.surfaces.demo import year
from shuke.surfaces.demo.year import Tally
from shuke.surfaces.demo.year_state import Year, YearSpec
from shuke.surfaces.upkeep import proving

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("a year"), pytest.mark.slow, pytest.mark.timeout(900)]
ACTS, SEED = 1_500, 20260310
_KINDS = PLANTED | PLANTED_TOO
SPEC = YearSpec(ending=date(2026, 11, 20), acts=ACTS, seed=SEED, stores=2, members=160)


@dataclass(frozen=True)
class Lived:
    """A year that was lived, what was done in it, and the end of its chain as it was kept outside."""

    year: Year
    tally: Tally
    head: SealHead | None


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: "pytest.FixtureRequest") -> Iterator[Lived]:
    """One year for all tests of this file, written for good and swept out at the end."""
    with django_db_blocker.unblock(), scopes.everywhere(reason="a year of the whole chain"):  # type: ignore[attr-defined]
        crypto.create_keys()
        lived, tally = year.live(SPEC)
        yield Lived(lived, tally, balances.seal_head())
        with append_only_lifted():
            call_command("flush", interactive=False, verbosity=0)


def test_the_year_has_acts_of_every_kind(lived: Lived) -> None:
    wanted = {
        "sale", "return, whole", "return, in part", "exchange", "top-up", "account refunded", "coupon issued",
        "coupon passed on", "coupon voided", "pass sold", "visit", "pass refunded", "benefit used", "points given",
        "hold", "reward", "merge", "unmerge", "member brought by another", "payment too late",
        "order picked up", "order given up", "basket parked and sold", "file brought in", "printed code claimed",
    }  # fmt: skip
    assert lived.tally.acts >= ACTS
    assert wanted - {kind.removesuffix(" by two") for kind in lived.tally.done} == set()


def test_the_year_is_proved(lived: Lived) -> None:
    proof = proving.prove(at=lived.year.at, freeze=False, head=lived.head)

    assert proof.book.findings == ()
    assert proof.flaws == ()


def test_what_is_owed_is_what_lots_say_and_never_below_zero(lived: Lived) -> None:
    owed = Account.objects.values_list("currency").annotate(sum=Sum(F("available") + F("pending") + F("held")))
    lots = Lot.objects.values_list("currency").annotate(sum=Sum(F("remaining") + F("held")))

    assert {currency: amount for currency, amount in owed if amount} == {each: sum for each, sum in lots if sum}
    assert rows("SELECT COUNT(*) FROM book_lot WHERE remaining < 0 OR held < 0")[0][0] == 0


def test_money_paid_in_advance_is_spent_refunded_or_there(lived: Lived) -> None:
    sums = Counter[str]()
    for name, statement in {
        "paid": "SELECT SUM(paid_minor) FROM stored_value_topup",
        "used": "SELECT -SUM(amount) FROM stored_value_use WHERE currency = 'principal'",
        "refunded": "SELECT -SUM(principal_minor) FROM stored_value_refund",
        "put right": "SELECT -SUM(p.amount) FROM book_posting p JOIN book_posting_set s ON s.id = p.set_id "
        "WHERE s.kind = 'adjust' AND p.bucket = '-' AND p.currency = 'principal'",
    }.items():
        sums[name] = int(rows(statement)[0][0] or 0)
    there = rows("SELECT SUM(available + pending + held - debt) FROM book_account WHERE currency = 'principal'")

    assert sum(sums.values()) == int(there[0][0])


def test_goods_on_the_shelf_are_the_sum_of_their_moves(lived: Lived) -> None:
    moved = Counter[tuple[int, int]]()
    for store, sku, quantity in rows(
        "SELECT store_id, sku_id, quantity_milli FROM stock_move WHERE kind <> 'reservation'"
    ):
        moved[store, sku] += quantity

    there = rows("SELECT store_id, sku_id, on_hand FROM stock_level")
    assert dict(moved) == {(store, sku): on_hand for store, sku, on_hand in there}


@pytest.mark.parametrize(("code", "plant"), _KINDS.values(), ids=_KINDS)
def test_each_planted_error_is_found_by_its_room(lived: Lived, code: str, plant: Plant) -> None:
    assert code in found_after(plant, at=lived.year.at, head=lived.head, room=code.partition(".")[0])


def test_a_bad_account_is_frozen_and_the_others_go_on(lived: Lived) -> None:
    ((bad, bad_holder), *_, (_, good_holder)) = rows(
        "SELECT id, holder_id FROM book_account WHERE currency = 'points' AND holder_kind = 'member' "
        "AND available > 10 AND merged_into_id IS NULL ORDER BY id"
    )
    try:
        with transaction.atomic():
            run("UPDATE book_account SET available = available + 1 WHERE id = %s", bad)
            proof = proving.prove(at=lived.year.at, head=lived.head)

            assert [(finding.account_id) for finding in proof.book.findings] == [bad]
            with pytest.raises(book.AccountFrozen):
                _redeem(bad_holder, lived)
            _redeem(good_holder, lived)
            raise Undo
    except Undo:
        pass


def _redeem(member_id: int, lived: Lived) -> None:
    spending = Spending(member(member_id), "points", 1, Source("order", ids.new()))
    book.redeem(spending=spending, by=SYSTEM, at=lived.year.at)


def test_equal_seeds_make_equal_years() -> None:
    tell = [SPEC.day_of_turn(number) for number in range(SPEC.turns)]

    assert (tell[0], tell[-1], len(tell)) == (SPEC.starting, SPEC.ending, len(set(tell)))
