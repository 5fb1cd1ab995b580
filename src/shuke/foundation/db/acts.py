"""One act that many rooms take part in: what they write commits together, or nothing of it.

Every room's operation is atomic by itself, which inside another transaction costs a savepoint: two statements. Within
`one_act` such operations simply join: whatever one of them refuses undoes the whole act, so nobody may swallow it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")
_in_act: ContextVar[bool] = ContextVar("shuke_in_act", default=False)


@contextmanager
def one_act() -> Iterator[None]:
    """Open a transaction, or a savepoint in the caller's, that the operations inside join."""
    with transaction.atomic():
        token = _in_act.set(True)
        try:
            yield
        finally:
            _in_act.reset(token)


@contextmanager
def joining() -> Iterator[None]:
    """Be atomic: as a part of the act that is going on, or as an act of one's own."""
    if _in_act.get():
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
        if _in_act.get():
            return work(*args, **kwargs)
        with one_act():
            return work(*args, **kwargs)

    return run
