"""Store scope: a query for what belongs to a store must say for which stores it asks, or it is an error.

A surface opens the scope of the person who asks; a job says aloud that it works for the whole chain. The scope is a
context variable, so it follows the request and never leaks into the next one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import models


class UnscopedQuery(RuntimeError):
    """A scoped table was asked for outside any scope: a fault in the program, never an answer for a user."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The stores and the legal entities that the asker may see; None stands for the whole chain."""

    stores: frozenset[int] | None = None
    entities: frozenset[int] | None = None

    def covers_store(self, store_id: int) -> bool:
        """Tell whether the store lies within the scope."""
        return self.stores is None or store_id in self.stores


WHOLE_CHAIN = Scope()
_current: ContextVar[Scope | None] = ContextVar("shuke_scope", default=None)


def current() -> Scope:
    """Return the open scope; raise where none is open."""
    scope = _current.get()
    if scope is None:
        raise UnscopedQuery("open a scope first: scopes.of(…) for a person, scopes.everywhere(…) for a job")
    return scope


@contextmanager
def of(scope: Scope) -> Iterator[None]:
    """Ask within `scope` until the block ends."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def everywhere(*, reason: str) -> Iterator[None]:
    """Ask for the whole chain; the reason stands in the code for the next reader."""
    if not reason:
        raise ValueError("say why the whole chain is asked for")
    with of(WHOLE_CHAIN):
        yield


class Scoped(Protocol):
    """A model that can say which of its rows lie within a scope."""

    @classmethod
    def scope_filter(cls, scope: Scope) -> models.Q:
        """Return the condition that keeps the rows within `scope`."""
        ...


M = TypeVar("M", bound=models.Model)


class ScopedManager(models.Manager[M]):
    """A manager whose every query is narrowed to the open scope."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Return the rows within the open scope; raise `UnscopedQuery` where none is open."""
        scope = current()
        rows = super().get_queryset()
        model: Any = self.model
        return rows if scope == WHOLE_CHAIN else rows.filter(model.scope_filter(scope))
