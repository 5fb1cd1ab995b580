"""From which lots a spending takes. Amounts are fen."""

from hypothesis import given
from hypothesis import strategies as st

from shuke.foundation.policy.types import Cause
from shuke.ledgers.stored_value import rules
from shuke.ledgers.stored_value.rules import Fund, LotLeft, Used
from shuke.ledgers.stored_value.types import PRINCIPAL, SpendingOrder

PRO_RATA = SpendingOrder.PRO_RATA
amounts = st.integers(0, 500_000)


def fund(paid: int, gift: int, order: SpendingOrder = PRO_RATA) -> Fund:
    principal = (LotLeft(1, paid),) if paid else ()
    bonus = (LotLeft(2, gift),) if gift else ()
    return Fund(7, paid, gift, order, principal, bonus)


def split(one: Fund, amount: int) -> tuple[int, int]:
    takes = rules.spend([one], amount)
    principal = sum(take.amount for take in takes if take.currency == PRINCIPAL)
    return principal, sum(take.amount for take in takes) - principal


def test_case_9_the_part_of_a_fen_stays_principal():
    assert split(fund(100_000, 20_000), 33_333) == (27_777, 5_556)


@given(paid=st.integers(1, 500_000), gift=amounts, spendings=st.lists(st.integers(1, 90_000), max_size=12))
def test_what_is_left_of_principal_is_what_the_law_gives_back(paid, gift, spendings):
    """Pro rata in any number of steps leaves exactly the refund of article 18-2."""
    principal, bonus, used = paid, gift, Used()
    for amount in spendings:
        now = Fund(7, paid, gift, PRO_RATA, (LotLeft(1, principal),), (LotLeft(2, bonus),))
        taken, given_on_top = split(now, min(amount, principal + bonus))
        principal, bonus = principal - taken, bonus - given_on_top
        used = Used(used.face_minor + taken + given_on_top, used.principal_minor + taken)
    left = Fund(7, paid, gift, PRO_RATA, (LotLeft(1, principal),), (LotLeft(2, bonus),))

    assert principal >= 0
    assert bonus >= 0
    assert rules.refund_of(left, used, Cause.OPERATOR, within_seven_days=False).refund_minor == principal


@given(paid=amounts, gift=amounts, amount=st.integers(1, 1_500_000), order=st.sampled_from(SpendingOrder))
def test_what_is_there_is_taken_and_no_more(paid, gift, amount, order):
    principal, bonus = split(fund(paid, gift, order), amount)

    assert principal + bonus == min(amount, paid + gift)
    assert 0 <= principal <= paid
    assert 0 <= bonus <= gift


def test_a_refund_is_due_so_many_days_after_it_was_asked_for():
    from datetime import date

    assert rules.due_on(date(2026, 2, 20), 15) == date(2026, 3, 7)
