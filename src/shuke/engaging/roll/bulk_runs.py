"""Acts on many members: begun in a person's name and reach, carried out in small steps, stopped and taken back."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from shuke.engaging.roll import doing, queries
from shuke.engaging.roll.document import Filter
from shuke.engaging.roll.doing import Outcome
from shuke.engaging.roll.models import BulkItem, BulkRun
from shuke.engaging.roll.types import Act, ItemState, RunState, Terms
from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk, locks
from shuke.foundation.refusals import Refusal

AT_ONCE = 200
Step = Callable[[Sequence[BulkItem]], Mapping[int, Outcome]]
_ENDED = (RunState.DONE.value, RunState.CANCELLED.value)


class NoSuchRun(Refusal):
    """The person began no such act."""

    code = "roll.no_such_run"
    status = 404
    zh = "没有这个批量操作"
    en = "There is no such act on many"


class NobodyMatches(Refusal):
    """An act on nobody is a slip."""

    code = "roll.nobody_matches"
    status = 422
    zh = "没有符合条件的会员"
    en = "No member matches"


class NotAtWork(Refusal):
    """Only what is under way can be stopped."""

    code = "roll.not_at_work"
    zh = "批量操作已结束,不能取消"
    en = "It has ended and cannot be stopped"


class NotToBeUndone(Refusal):
    """An owner change that has ended can be taken back, once."""

    code = "roll.not_to_be_undone"
    zh = "只有已结束的归属变更可以撤销"
    en = "Only a change of owners that has ended can be taken back"


@transaction.atomic
def start(*, act: Act, terms: Terms, asked: Filter, by: Actor, at: datetime) -> int:
    """Begin an act on all whom the filter finds in the open scope and return its id; a worker carries it out."""
    members = queries.count(asked, on=clock.business_date(at))
    if not members:
        raise NobodyMatches
    scope, run_id = scopes.current(), ids.new()
    document = asked.model_dump(mode="json", exclude_defaults=True)
    BulkRun.objects.create(
        id=run_id,
        act=act.value,
        terms=_told(terms),
        document=document,
        stores=None if scope.stores is None else sorted(scope.stores),
        entities=None if scope.entities is None else sorted(scope.entities),
        total=members,
        asked_by=by.id,
        asked_role=by.role,
        asked_label=by.label,
        asked_store_id=by.store_id,
        asked_at=at,
    )
    after = {"act": act.value, "members": members, "filter": _of_audit(document), **_told(terms)}
    audit.record(by=by, at=at, action="roll.start", subject=f"run:{run_id}", after=after, reason=terms.reason)
    return run_id


def carry_out(*, run_id: int, at: datetime) -> None:
    """Do what is left of an act. Cut off, it is simply called again; each member is dealt with once."""
    run = BulkRun.objects.get(pk=run_id)
    with scopes.of(_reach(run)):
        if run.state == RunState.WAITING:
            _freeze(run)
        act = doing.of(Act(run.act), _terms(run), run_id=run_id)
        _each(run, ItemState.WAITING, lambda batch: act(batch, by=_actor(run), at=at), at)


def undo(*, run_id: int, at: datetime) -> None:
    """Give each member back to the owner before, unless somebody has changed the owner since."""
    run = BulkRun.objects.get(pk=run_id)
    with scopes.of(_reach(run)):
        terms = _terms(run)
        _each(run, ItemState.DONE, lambda batch: doing.give_back(batch, terms, by=_actor(run), at=at), at)


@transaction.atomic
def cancel(*, run_id: int, by: Actor, at: datetime) -> None:
    """Ask an act to stop after its present step; what is done stays done."""
    at_work = [RunState.WAITING.value, RunState.RUNNING.value]
    _own(run_id, by)
    if not BulkRun.objects.filter(pk=run_id, state__in=at_work).update(is_cancelled=True):
        raise NotAtWork
    audit.record(by=by, at=at, action="roll.cancel", subject=f"run:{run_id}")


@transaction.atomic
def begin_undoing(*, run_id: int, by: Actor, at: datetime) -> None:
    """Begin to take an owner change back; a worker carries it out."""
    _own(run_id, by)
    ended = BulkRun.objects.filter(pk=run_id, act=Act.OWNER.value, state__in=_ENDED)
    if not ended.update(state=RunState.UNDOING.value, is_cancelled=False):
        raise NotToBeUndone
    audit.record(by=by, at=at, action="roll.undo", subject=f"run:{run_id}")


def _own(run_id: int, by: Actor) -> None:
    if not BulkRun.objects.filter(pk=run_id, asked_by=by.id).exists():
        raise NoSuchRun


def _freeze(run: BulkRun) -> None:
    """Write down on whom it is, once: whoever matches only later is not meant."""
    asked = Filter.model_validate(run.document)
    with transaction.atomic():
        locks.lock_in_transaction(f"roll.run:{run.id}")
        found = queries.ids(asked, on=clock.business_date(run.asked_at))
        waiting = ItemState.WAITING.value
        items = ((ids.new(), run.id, member_id, waiting, "", "", "") for member_id in found)
        columns = ("id", "run_id", "member_id", "state", "code", "zh", "en")
        bulk.insert(BulkItem, columns, items, ignore_conflicts=True)
        total = BulkItem.objects.filter(run=run).count()
        BulkRun.objects.filter(pk=run.id).update(total=total, state=RunState.RUNNING.value)


def _each(run: BulkRun, which: ItemState, act: Step, at: datetime) -> None:
    last: int | None = 0
    while last is not None and not BulkRun.objects.filter(pk=run.id, is_cancelled=True).exists():
        last = _step(run, which, last, act)
    _end(run.id, at)


def _step(run: BulkRun, which: ItemState, after: int, act: Step) -> int | None:
    """Deal with the next few and return the last of them; None when nobody is left.

    What an act does and what is written down of it are one transaction, so that a step is done once. Coupons keep
    their own: an occasion makes them the same when they are asked for again.
    """
    with nullcontext() if run.act == Act.COUPON else transaction.atomic():
        if run.act != Act.COUPON:
            locks.lock_in_transaction(f"roll.run:{run.id}")
        rows = BulkItem.objects.filter(run=run, state=which.value, member_id__gt=after)
        batch = list(rows.order_by("member_id")[:AT_ONCE])
        if not batch:
            return None
        _write_down(run.id, batch, act(batch))
    return batch[-1].member_id


def _write_down(run_id: int, batch: Sequence[BulkItem], outcomes: Mapping[int, Outcome]) -> None:
    with transaction.atomic():
        locks.lock_in_transaction(f"roll.run:{run_id}")
        for item in batch:
            outcome = outcomes[item.member_id]
            item.state, item.before = outcome.state.value, outcome.before or item.before
            item.code, item.zh, item.en = outcome.code, outcome.zh[:300], outcome.en[:300]
        BulkItem.objects.bulk_update(batch, ["state", "code", "zh", "en", "before"])
        states = [outcome.state for outcome in outcomes.values()]
        done = states.count(ItemState.DONE)
        undone = states.count(ItemState.UNDONE)
        BulkRun.objects.filter(pk=run_id).update(
            done=F("done") + done,
            undone=F("undone") + undone,
            refused=F("refused") + states.count(ItemState.REFUSED),
        )


def _end(run_id: int, at: datetime) -> None:
    run = BulkRun.objects.get(pk=run_id)
    ends = {RunState.UNDOING: RunState.UNDONE}
    state = ends.get(RunState(run.state), RunState.CANCELLED if run.is_cancelled else RunState.DONE)
    BulkRun.objects.filter(pk=run_id).update(state=state.value, finished_at=at)


def _reach(run: BulkRun) -> scopes.Scope:
    return scopes.Scope(
        stores=None if run.stores is None else frozenset(run.stores),
        entities=None if run.entities is None else frozenset(run.entities),
    )


def _actor(run: BulkRun) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        id=run.asked_by,
        label=run.asked_label,
        role=run.asked_role,
        store_id=run.asked_store_id,
    )


def _told(terms: Terms) -> dict[str, str]:
    """Return what the terms say, as JSON keeps it; ids as texts, as they travel."""
    told = {name: value for name, value in asdict(terms).items() if value not in {None, ""} and name != "reason"}
    return {name: str(value) for name, value in told.items()} | {"reason": terms.reason}


def _terms(run: BulkRun) -> Terms:
    told = run.terms
    numbers = {name: int(told[name]) for name in ("store_id", "guide_id", "tag_id") if name in told}
    day = date.fromisoformat(told["from_date"]) if "from_date" in told else None
    return Terms(reason=told["reason"], from_date=day, template=told.get("template", ""), **numbers)


def _of_audit(document: Mapping[str, object]) -> dict[str, object]:
    """Say which marks were asked for; a searched phone or name is no business of the trail, nor a thousand ids."""
    kept = {name: value for name, value in document.items() if name not in {"text", "member_id"}}
    chosen = document.get("member_id")
    return (
        kept
        | ({"chosen": len(chosen)} if isinstance(chosen, list) else {})
        | ({"text": "***"} if document.get("text") else {})
    )
