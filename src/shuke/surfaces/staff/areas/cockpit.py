"""The owner's first look: what needs attention, and what money came in by which means."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from ninja import Query, Schema

from shuke.foundation import clock, scopes
from shuke.foundation.jobs import queries as jobs
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.stock import queries as stock
from shuke.ledgers.stored_value import queries as stored_value
from shuke.selling.checkout import queries as checkout
from shuke.selling.checkout.types import TenderKind
from shuke.selling.intake import queries as intake
from shuke.selling.payments import queries as payments
from shuke.selling.rewards import queries as rewards
from shuke.selling.tills import queries as tills
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import refuse_store_out_of_reach
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.permissions import Rule
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Day, Id

routes = Routes("概览 Cockpit")

MOST = 200
_LATELY = timedelta(days=14)
_ODD_DAYS = timedelta(days=7)


class Matter(StrEnum):
    """What may need attention. Shifts count that were opened before today; odd notices are the last seven days'."""

    BELOW_ZERO = "below_zero"
    UNAPPLIED = "unapplied"
    ODD_NOTICES = "odd_notices"
    PROPOSALS = "proposals"
    DRAFTS = "drafts"
    REWARDS = "rewards"
    OPEN_SHIFTS = "open_shifts"
    FAILED_IMPORTS = "failed_imports"
    DEAD_JOBS = "dead_jobs"


class MatterOut(Schema):
    """How many there are; 200 stands for 200 or more."""

    matter: Matter
    count: int


class MeansSumOut(Schema):
    kind: TenderKind
    amount_minor: int


class TakingsOut(Schema):
    """Fen by means, less what was paid back; and what was paid in advance into stored value."""

    means: list[MeansSumOut]
    top_ups: int
    prepaid_minor: int


class SpanAsked(Schema):
    """Days of [from_date, to_date), of one store or of all in reach."""

    from_date: Day
    to_date: Day
    store_id: Id | None = None


@routes.get("/attention", rule=permissions.OWN_NOTICES, scope=Reach.SCOPED, rate=limits.FREE, answers=list[MatterOut])
def list_matters(request: StaffRequest, store_id: Annotated[Id | None, Query(None)]) -> list[MatterOut]:
    """Return what needs attention, without what is in order: only what the person's roles admit, in her stores."""
    if store_id is not None:
        refuse_store_out_of_reach(store_id)
    counts = [
        MatterOut(matter=matter, count=_within(request, rule, store_id, count))
        for matter, rule, count in _MATTERS
        if request.principal.roles & rule.roles
    ]
    return [each for each in counts if each.count]


@routes.get("/takings", rule=permissions.TILLS_SEE, scope=Reach.SCOPED, rate=limits.FREE, answers=TakingsOut)
def see_takings(request: StaffRequest, span: Query[SpanAsked]) -> TakingsOut:
    """Return what the tills took in those days by each means, and what was paid into stored value."""
    if span.store_id is not None:
        refuse_store_out_of_reach(span.store_id)
    with scopes.of(_narrowed(scopes.current(), span.store_id)):
        stores = scopes.current().stores
        means = checkout.taken_by_means(since=span.from_date, until=span.to_date)
        top_ups, prepaid = stored_value.paid_in(
            since=clock.day_start(span.from_date), until=clock.day_start(span.to_date), stores=stores
        )
    sums = [MeansSumOut(kind=kind, amount_minor=amount) for kind, amount in means.items()]
    return TakingsOut(means=sums, top_ups=top_ups, prepaid_minor=prepaid)


def _within(request: StaffRequest, rule: Rule, store_id: int | None, count: Callable[[StaffRequest], int]) -> int:
    """Count with the reach of the rule that the matter itself is asked under."""
    with scopes.of(_narrowed(request.principal.scope(rule), store_id)):
        return count(request)


def _narrowed(scope: scopes.Scope, store_id: int | None) -> scopes.Scope:
    if store_id is None:
        return scope
    stores = frozenset({store_id}) if scope.covers_store(store_id) else frozenset()
    return scopes.Scope(stores=stores, entities=scope.entities)


def _drafts(request: StaffRequest) -> int:
    return len(rulebook.drafts(not_by=request.principal.staff_id, limit=MOST))


def _proposals(request: StaffRequest) -> int:
    return len(stored_value.awaiting(not_by=request.principal.staff_id, limit=MOST))


def _open_shifts(request: StaffRequest) -> int:
    return tills.left_open(before=clock.day_start(clock.business_date(request.at)))


_MATTERS: tuple[tuple[Matter, Rule, Callable[[StaffRequest], int]], ...] = (
    (Matter.UNAPPLIED, permissions.PAYMENTS_SEE, lambda request: len(payments.unapplied(at=request.at))),
    (
        Matter.ODD_NOTICES,
        permissions.PAYMENTS_RETURN,
        lambda request: payments.odd_notices(since=request.at - _ODD_DAYS).count(),
    ),
    (Matter.PROPOSALS, permissions.STORED_VALUE_APPROVE, _proposals),
    (Matter.DRAFTS, permissions.RULES_CHANGE, _drafts),
    (Matter.BELOW_ZERO, permissions.STOCK_SEE, lambda _: len(stock.below_zero(limit=MOST))),
    (Matter.OPEN_SHIFTS, permissions.TILLS_SEE, _open_shifts),
    (Matter.REWARDS, permissions.REWARDS_SERVE, lambda _: len(rewards.waiting(limit=MOST))),
    (Matter.FAILED_IMPORTS, permissions.IMPORTS, lambda request: intake.failed(since=request.at - _LATELY)),
    (Matter.DEAD_JOBS, permissions.SYSTEM_SEE, lambda request: len(jobs.dead(since=request.at - _LATELY, limit=MOST))),
)
