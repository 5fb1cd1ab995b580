"""Run the command line as a person does, in this process and against the test's own database."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role, StaffRow, StoreRow
from shuke.surfaces.cli import app


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def shuke(capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run(*args: object) -> Run:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            app.main([str(arg) for arg in args])
        captured = capfd.readouterr()
        return Run(int(left.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def two_managers(db: None, at: datetime) -> None:
    org.upsert_stores(rows=[StoreRow("S1", "一店")], by=SYSTEM, at=at)
    rows = [StaffRow(code, code, "S1", Role.STORE_MANAGER) for code in ("M1", "M2")]
    org.upsert_staff(rows=rows, by=SYSTEM, at=at)
