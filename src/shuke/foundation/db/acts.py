"""One act that many rooms take part in: what they write commits together, or nothing of it.

Every room's operation is atomic by itself, which inside another transaction costs a savepoint: two statements. Within
`one_act` such operations simply join: whatever one of them refuses undoes the whole act, so nobody may swallow it.
Its hand-written statements also share one cursor: opening one costs as much as a small statement.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class _Act:
    """An act that is going on, with the cursor that its statements share."""

    cursor: CursorWrapper | None = None


_act: ContextVar[_Act | None] = ContextVar("shuke_act", default=None)


@contextmanager
def one_act() -> Iterator[None]:
    """Open a transaction, or a savepoint in the caller's, that the operations inside join."""
    with transaction.atomic():
        act = _Act()
        token = _act.set(act)
        try:
            yield
        finally:
            _act.reset(token)
            if act.cursor is not None:
                act.cursor.close()


@contextmanager
def cursor() -> Iterator[CursorWrapper]:
    """Yield the cursor of the act that is going on, or one of one's own. Fetch all before the next statement."""
    act = _act.get()
    if act is None:
        with connection.cursor() as own:
            yield own
        return
    if act.cursor is None:
        act.cursor = connection.cursor()
    yield act.cursor


@contextmanager
def joining() -> Iterator[None]:
    """Be atomic: as a part of the act that is going on, or as an act of one's own."""
    if _act.get() is not None:
        yield
        return
    with transaction.atomic():
        yield


def part(work: Callable[P, R]) -> Callable[P, R]:
    """Make an operation atomic that may be a part of a larger act."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with joining():
            return work(*args, **kwargs)

    return run


def whole(work: Callable[P, R]) -> Callable[P, R]:
    """Make an operation one act, whose parts join it; a part itself of the act that is going on."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _act.get() is not None:
            return work(*args, **kwargs)
        with one_act():
            return work(*args, **kwargs)

    return run
