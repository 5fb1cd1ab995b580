"""Read JSON bodies that a database can keep."""

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class StrictJson(Parser):
    """JSON that a database can keep: no NUL characters and no halves of surrogate pairs."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body; what cannot be stored counts as unreadable."""
        body = super().parse_body(request)
        _refuse_unstorable(body)
        return body


def _refuse_unstorable(value: object) -> None:
    match value:
        case str():
            if "\0" in value:
                raise ValueError("NUL character")
            value.encode()
        case dict():
            for key, inner in value.items():
                _refuse_unstorable(key)
                _refuse_unstorable(inner)
        case list():
            for inner in value:
                _refuse_unstorable(inner)
        case _:
            return
