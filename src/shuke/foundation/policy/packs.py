"""The packs as they lie in their files beside this module; read once."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from shuke.foundation.policy.types import Checked, Pack, Row, Unit, VoidTerm

_FOLDER = resources.files("shuke.foundation.policy") / "packs"


@cache
def names() -> tuple[str, ...]:
    """Return the names of all packs."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml")))


@cache
def load(name: str) -> Pack:
    """Return the whole pack, every dated row of it; a row of its own code replaces that of the pack it extends."""
    body = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    own = tuple(_row(row) for row in body.get("row", ()))
    terms = tuple(_void_term(term) for term in body.get("void_term", ()))
    if "extends" not in body:
        return Pack(body["name"], body["title"], own, terms)
    base = load(body["extends"])
    told = {row.code for row in own}
    kept = tuple(row for row in base.rows if row.code not in told)
    return Pack(body["name"], body["title"], kept + own, base.void_terms + terms)


def _row(row: dict[str, Any]) -> Row:
    return Row(
        code=row["code"],
        value=row["value"],
        unit=Unit(row["unit"]),
        from_date=row["from_date"],
        to_date=row.get("to_date"),
        law=row["law"],
        article=row["article"],
        source_zh=row["source_zh"],
        note=row.get("note", ""),
        checked=Checked(row["checked"]),
    )


def _void_term(term: dict[str, Any]) -> VoidTerm:
    return VoidTerm(term["phrase"], term["article"], term["ground_zh"], tuple(term.get("unless", ())))
