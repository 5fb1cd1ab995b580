"""The pages of the console, as the features themselves list them."""

import re
from dataclasses import dataclass

from tests.e2e.browser import WEB

_ROW = re.compile(r'path:\s*"(?P<path>[^"]+)"(?P<rest>.*?)(?=path:\s*"|\Z)', re.DOTALL)
_RIGHT = re.compile(r'right:\s*"([^"]+)"')


@dataclass(frozen=True)
class Listed:
    """A page: its address with the names of what must be filled in, and the right of its menu entry, if it has one."""

    path: str
    right: str | None

    def __str__(self) -> str:
        return self.path


def listed() -> list[Listed]:
    """Return every page of every feature, in the order of the files."""
    files = sorted((WEB / "apps" / "console" / "src" / "features").glob("*/pages.ts"))
    return [
        Listed(row["path"], right[1] if (right := _RIGHT.search(row["rest"])) else None)
        for file in files
        for row in _ROW.finditer(file.read_text("utf-8"))
    ]
