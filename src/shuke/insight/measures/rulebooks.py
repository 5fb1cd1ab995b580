"""Which rule documents hold on a day, read once for one report, and which of them were used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from shuke.foundation.rulebook import queries as rulebook
from shuke.insight.measures.document import KINDS, Rule

R = TypeVar("R", bound=Rule)

TEMPLATE = 0
"""The version number of the shipped template."""


class Rules:
    """The rules of one report. `trial` puts documents in the place of those in force, to see what they would do."""

    def __init__(self, on: date, trial: Mapping[str, Rule] | None = None) -> None:
        self._on = on
        self._trial = dict(trial or {})
        self._read: dict[str, tuple[Rule, int]] = {}

    def of(self, name: str, document: type[R]) -> R:
        """Return the rule in force; where the chain has approved none, the shipped template."""
        if name not in self._read:
            self._read[name] = self._find(name)
        rule, _ = self._read[name]
        if not isinstance(rule, document):
            raise TypeError(f"the rule {name} is no {document.__name__}")
        return rule

    def value(self, place: str) -> int | str:
        """Return one number or word of a rule by its place, such as `repurchase.window_days`."""
        name, field = place.split(".")
        found = getattr(self.of(name, KINDS[f"measures.{name}"]), field)
        return int(found) if isinstance(found, bool) else found

    @property
    def used(self) -> dict[str, int | None]:
        """Return the version number of each rule that was read: 0 is the template, None one on trial."""
        return {name: None if name in self._trial else number for name, (_, number) in sorted(self._read.items())}

    def _find(self, name: str) -> tuple[Rule, int]:
        if name in self._trial:
            return self._trial[name], TEMPLATE
        kind = f"measures.{name}"
        version = rulebook.find_in_force(kind, self._on)
        if version is None:
            return KINDS[kind](), TEMPLATE
        return KINDS[kind].model_validate(version.body), version.number
