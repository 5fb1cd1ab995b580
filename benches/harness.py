"""What every benchmark needs: a data folder of its own, facts of any size, a stopwatch, and one way to tell.

A figure alone says more about the machine than about the product, so each is told with what it was held against
in the same run, and their ratio.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

ENDING = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing in seconds (or in `unit`), and what it is held against."""

    what: str
    value: float
    unit: str = "s"
    against: str = ""
    other: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if not self.other else self.value / self.other


def arguments(about: str | None, **more: tuple[int, str]) -> argparse.Namespace:
    """Read what is asked of every bench, and of this one `more`: whole numbers with their default and help."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--size", type=float, default=1.0, help="share of the full size, e.g. 0.01")
    for name, (default, told) in more.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=told)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    return parser.parse_args()


@contextmanager
def own_installation() -> Iterator[Path]:
    """A throw-away data folder with empty tables; what the person who runs this keeps is never touched.

    SHUKE_BENCH_HOME names a folder of benches that stays, so that what takes long to write is written once.
    """
    with _own_folder() as home:
        os.environ["SHUKE_HOME"] = home
        os.environ.pop("SHUKE_KEYS_FILE", None)
        if "SHUKE_BENCH_DATABASE_URL" in os.environ:
            os.environ["SHUKE_DATABASE_URL"] = os.environ["SHUKE_BENCH_DATABASE_URL"]
        else:
            os.environ.pop("SHUKE_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")
        import django

        django.setup()
        from shuke.surfaces.cli import installation

        with installation.ready():
            yield Path(home)


@contextmanager
def _own_folder() -> Iterator[str]:
    if kept := os.environ.get("SHUKE_BENCH_HOME"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="shuke-bench-") as home:
        yield home


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def best_of(times: int, act: Callable[[], object]) -> float:
    return min(timed(act) for _ in range(times))


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def note(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def tell(name: str, figures: list[Figure], format_: str, **facts: object) -> None:
    if format_ == "json":
        rows = [asdict(figure) | {"ratio": figure.ratio} for figure in figures]
        print(json.dumps({"bench": name, **facts, "figures": rows}, ensure_ascii=False, indent=2, default=str))
        return
    print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in facts.items()))
    for figure in figures:
        line = f"  {figure.what:<34} {figure.value:>12.4f} {figure.unit}"
        if figure.ratio is not None:
            line += f"   {figure.ratio:8.2f} × {figure.against} ({figure.other:.4f} {figure.unit})"
        print(line)
