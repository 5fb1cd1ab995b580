"""E5: stored value is adjusted by two persons, and nobody approves his own proposal."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.apps.stored_value.conftest import FINANCE, NOON, OWNER, has, pay_in

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.ledgers.book import operations as book
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.models import Proposal
from shuke.ledgers.stored_value.types import BONUS, PRINCIPAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proves")]


def propose(holder, fen, currency=PRINCIPAL, *, by=FINANCE, reason="补记", **told):
    return stored_value.propose_adjustment(
        proposal_id=ids.new(),
        holder=holder,
        currency=currency,
        amount_minor=fen,
        reason=reason,
        by=by,
        at=NOON,
        **told,
    )


def approve(proposal, by=OWNER):
    stored_value.approve(proposal_id=proposal, by=by, at=NOON)


def test_one_proposes_another_approves(anna):
    proposal = propose(anna, 5_000, BONUS, expires_on=date(2026, 6, 1))
    assert has(anna) == (0, 0)
    assert [each.id for each in queries.proposals()] == [proposal]
    approve(proposal)

    assert has(anna) == (0, 5_000)
    assert queries.proposals() == []
    (done,) = queries.proposals(open_only=False)
    assert (done.body["amount_minor"], done.approved_at) == (5_000, NOON)
    assert AuditEntry.objects.filter(subject=f"stored_value_proposal:{proposal}").count() == 2


def test_nobody_approves_his_own_in_fifty_tries(anna):
    for _ in range(50):
        with pytest.raises(stored_value.NeedsSecondPerson):
            approve(propose(anna, 1), by=FINANCE)
    assert has(anna) == (0, 0)


def test_the_system_approves_nothing(anna):
    with pytest.raises(stored_value.NeedsSecondPerson):
        approve(propose(anna, 1), by=SYSTEM)


def test_the_database_too_asks_for_two(anna):
    proposal = propose(anna, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(id=proposal).update(
            approved_by=FINANCE.id, approved_by_kind=FINANCE.kind, approved_at=NOON
        )


def test_once_only(anna):
    proposal = propose(anna, 100)
    approve(proposal)
    with pytest.raises(stored_value.ApprovedAlready):
        approve(proposal)
    assert has(anna) == (100, 0)


def test_taking_more_than_there_is_leaves_the_proposal_open(anna):
    pay_in(anna, 1)
    proposal = propose(anna, -200)
    with pytest.raises(book.NotEnough):
        approve(proposal)
    assert [each.id for each in queries.proposals()] == [proposal]
    approve(propose(anna, -100))
    assert has(anna) == (0, 0)


def test_what_makes_no_sense_is_refused(anna):
    with pytest.raises(stored_value.ReasonMissing):
        propose(anna, 1, reason=" ")
    with pytest.raises(stored_value.NotACurrency):
        propose(anna, 1, "points")
    with pytest.raises(stored_value.NotACurrency):
        propose(anna, 0)
    with pytest.raises(stored_value.NotACurrency):
        propose(anna, 1, PRINCIPAL, expires_on=date(2026, 6, 1))
    with pytest.raises(stored_value.NoSuchProposal):
        approve(ids.new())
