"""The house as its source files show it: rooms, their modules, and who imports whom."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "shuke"
FLOORS = ("foundation", "ledgers", "selling", "insight", "engaging", "surfaces", "config")


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its dotted name, its path, and its parsed text."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def floor(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def room(self) -> str:
        """The folder or file on its floor: `shuke.foundation.members.queries` lies in `shuke.foundation.members`."""
        return ".".join(self.name.split(".")[:3])


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package except migrations."""
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
    return tuple(Module(_name(path), path, ast.parse(path.read_text())) for path in paths)


def imports(module: Module) -> Iterator[tuple[str, ast.stmt]]:
    """The names of Shuke's modules that a module imports, wherever in its text, with the statement."""
    known = {one.name for one in modules()}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names if alias.name.startswith("shuke"))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shuke"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner if inner in known else node.module), node


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
