"""Shapes that all areas share: ids as strings, pages with a cursor, texts without control bytes."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Generic, TypeVar

from ninja import Query, Schema
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from shuke.foundation.refusals import Refusal

_LARGEST = 2**63 - 1
PAGE_LIMIT = 200

# A 63-bit id does not fit a JavaScript number, so it travels as a string.
Id = Annotated[
    int,
    Field(ge=1, le=_LARGEST),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[1-9][0-9]{0,17}$"}),
]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s/\x00-\x1f]+$")]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Reason = Annotated[str, Field(min_length=2, max_length=200)]
# Days beyond these are slips of the keyboard, and the calendar's own ends would break date arithmetic.
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
Limit = Annotated[int, Query(50, ge=1, le=PAGE_LIMIT)]
Cursor = Annotated[str, Query("", max_length=400)]

T = TypeVar("T")
R = TypeVar("R")


class InvalidCursor(Refusal):
    """The cursor was not made by this interface."""

    code = "request.invalid_cursor"
    status = 422
    zh = "分页游标无效"
    en = "The cursor is not valid"


# Ninja's own Schema reads every body twice on each level of its nesting, once to refuse what is not declared; the
# plain model does it in one go, which a till with twenty lines notices.
class Body(BaseModel):
    """A request body: what is not declared is refused, so that no hidden field can be set."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """An answer that is read off the attributes of what an operation returns."""

    model_config = ConfigDict(from_attributes=True)


class Page(Schema, Generic[T]):
    """At most 200 items, and the cursor of the next page while there is one."""

    items: list[T]
    next: str | None = None


class Made(Schema):
    """The id of what was made."""

    id: Id


class Done(Schema):
    """It was done."""

    done: bool = True


def seek(cursor: str) -> str:
    """Return the key that a page goes on after; empty for the first page."""
    try:
        return base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError, ValueError):
        raise InvalidCursor(field="cursor") from None


def seek_id(cursor: str) -> int:
    """Return the id that a page goes on after; 0 for the first page."""
    key = seek(cursor)
    if not key:
        return 0
    if not (key.isascii() and key.isdigit() and int(key) <= _LARGEST):
        raise InvalidCursor(field="cursor")
    return int(key)


def page(rows: Sequence[R], limit: int, key: Callable[[R], object], show: Callable[[R], T]) -> Page[T]:
    """Return the page of `limit` out of `limit + 1` rows read; the row too many only tells that there is more."""
    shown = rows[:limit]
    more = len(rows) > limit
    following = base64.urlsafe_b64encode(str(key(shown[-1])).encode()).decode().rstrip("=") if more else None
    return Page[T](items=[show(row) for row in shown], next=following)
