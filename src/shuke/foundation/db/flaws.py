"""What a proof can find in a room, and checks that are one statement each and return only the rows that are wrong.

A check may read the tables of other rooms, by name and set-based: that is what it is for. It never writes. Each is a
statement of its own and so sees one moment, while the tills go on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

_ROWS_AT_ONCE = 1_000


class Told(Protocol):
    """A sentence and what stands in it, so that it can be said in another language too."""

    @property
    def text(self) -> str:
        """Return the sentence in English, with {0} for the first value."""
        ...

    @property
    def values(self) -> tuple[object, ...]:
        """Return what stands in it."""
        ...


@dataclass(frozen=True, slots=True)
class Flaw:
    """Two places that disagree. `code` names the check, `subject` the row it is about ("order:17")."""

    code: str
    subject: str
    text: str
    values: tuple[object, ...] = ()

    @property
    def detail(self) -> str:
        """Return what disagrees, in English."""
        return self.text.format(*self.values)


@dataclass(frozen=True, slots=True)
class Check:
    """`statement` returns the id of each `subject` that is wrong, and then what `detail` names from {0} on."""

    code: str
    subject: str
    detail: str
    statement: str


def found_by(checks: Sequence[Check]) -> Iterator[Flaw]:
    """Yield what the checks find. Nothing is held but the rows that are wrong."""
    for check in checks:
        with connection.cursor() as cursor:
            cursor.execute(check.statement)
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                for key, *rest in rows:
                    yield Flaw(check.code, f"{check.subject}:{key}", check.detail, tuple(rest))
