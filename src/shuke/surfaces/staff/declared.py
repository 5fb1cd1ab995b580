"""What an operation declares, and the table of all that is declared."""

from dataclasses import dataclass
from enum import StrEnum

from shuke.surfaces.staff.limits import Rate
from shuke.surfaces.staff.permissions import Rule


class Reach(StrEnum):
    """How far an operation looks."""

    PUBLIC = "public"
    OWN = "own"
    CHAIN = "chain"
    SCOPED = "scoped"


@dataclass(frozen=True, slots=True)
class Route:
    """What an operation declares.

    `idempotent` acts may be repeated under a key, `upload` ones take a file instead of JSON, and `downloads` may answer
    with a CSV or XLSX file.
    """

    method: str
    path: str
    name: str
    rule: Rule
    scope: Reach
    rate: Rate
    idempotent: bool
    audited: bool
    upload: bool
    downloads: bool

    @property
    def is_write(self) -> bool:
        """Tell whether the operation may change anything."""
        return self.method != "GET"


TABLE: list[Route] = []
