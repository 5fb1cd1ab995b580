"""What imports tell the rooms above."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ImportFinished:
    """A run has come to its end."""

    name: ClassVar[str] = "intake.finished"
    import_id: int


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """A run was taken back."""

    name: ClassVar[str] = "intake.undone"
    import_id: int
