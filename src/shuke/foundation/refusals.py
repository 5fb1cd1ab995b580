"""A refusal is an answer: it says by name, in the user's language, why an act was not done, and nothing was changed."""

from collections.abc import Iterator
from typing import ClassVar


class Refusal(Exception):
    """Base of every named refusal; declare a subclass beside the operation that raises it.

    `code` is stable and public, `status` is the HTTP status a surface answers with, and `zh` and `en` are templates
    that are filled from the details given when it is raised. Details never carry personal data: they reach logs.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    zh: ClassVar[str] = "操作被拒绝"
    en: ClassVar[str] = "Refused"

    def __init__(self, *, field: str | None = None, **details: int | str) -> None:
        self.field = field
        self.details = details
        super().__init__(self.code, details)

    @property
    def message_zh(self) -> str:
        """Return the sentence for a Chinese reader."""
        return self.zh.format(**self.details)

    @property
    def message_en(self) -> str:
        """Return the sentence for an English reader."""
        return self.en.format(**self.details)

    def message(self, language: str) -> str:
        """Return the sentence in `language` ("zh" or "en"); Chinese comes first when neither is asked for."""
        return self.message_en if language == "en" else self.message_zh

    def __str__(self) -> str:
        return f"{self.code}: {self.message_en}"

    @staticmethod
    def all() -> Iterator[type["Refusal"]]:
        """Yield every refusal declared so far, for the API schema and for the test that each one is used."""
        waiting = Refusal.__subclasses__()
        while waiting:
            kind = waiting.pop()
            waiting.extend(kind.__subclasses__())
            if "code" in vars(kind):
                yield kind
