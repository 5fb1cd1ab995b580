"""Live through a year of the demo chain in 100,000 acts, and prove every room of it; then plant errors and find each.

The acts and their order come from the seed; a slower machine lives the same year more slowly. An act counts when it was
done: what was refused, and what opens and closes the days, is told beside it.
"""

import argparse
import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import harness

ACTS, SEED = 100_000, 8
_BAR = 40


def main() -> None:
    asked = arguments()
    acts = asked.acts or max(1_000, int(ACTS * asked.size))
    with harness.own_installation():
        from django.db import connection

        from shuke.surfaces.demo import year
        from shuke.surfaces.demo.year_state import YearSpec
        from shuke.surfaces.upkeep import proving

        bar = Bar(acts)
        lived, tally = year.live(YearSpec(ending=harness.ENDING, acts=acts, seed=asked.seed), tell=bar.tell)
        took = bar.seconds
        proof = proving.prove(at=lived.at, freeze=False)
        proved = bar.seconds - took
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = plant_each(lived) if asked.plant else {}
        database = connection.vendor
    errors, missed = [*proof.book.findings, *proof.flaws], sorted(name for name, seen in found.items() if not seen)
    figures = [
        harness.Figure("acts per second", tally.acts / took, "1/s"),
        harness.Figure("the year", took, "s"),
        harness.Figure("the proof", proved, "s", "the year", took),
        harness.Figure("most memory", most, "MiB"),
    ]
    if found:
        figures.append(harness.Figure("planted errors found", len(found) - len(missed), "", "planted", len(found)))
    facts = {"database": database, "acts": tally.acts, "seed": asked.seed, "holds": proof.holds, "missed": missed}
    harness.tell("year", figures, asked.format, errors=len(errors), **facts)
    if asked.format == "table":
        told = (("done", tally.done), ("refused", tally.refused), ("around", tally.around), ("rows", proof.book.counts))
        for title, counts in told:
            print(f"  {title}: {json.dumps(dict(sorted(counts.items())), ensure_ascii=False)}")
        for error in errors[:20]:
            print(f"  wrong: {error}")
    if errors or missed:
        raise SystemExit(1)


class Bar:
    """How far the year has come, every twenty seconds."""

    def __init__(self, acts: int) -> None:
        self._acts, self._started, self._told = acts, time.perf_counter(), 0.0

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._started

    def tell(self, day: date, tally: Any) -> None:
        if self.seconds - self._told < 20 and tally.acts < self._acts:
            return
        self._told, share = self.seconds, tally.acts / self._acts
        drawn = "█" * int(_BAR * share)
        a_second = tally.acts / self._told
        harness.note(f"  {drawn:░<{_BAR}} {share:6.1%}  {day}  {tally.acts:,} acts, {a_second:,.0f} a second")


def plant_each(lived: Any) -> dict[str, bool]:
    """Plant each error by itself behind everybody's back, let its room be proved, and undo it; was it named?"""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.stories import planted, planted_by_an_auditor

    from shuke.ledgers.book import queries as book

    kinds = planted.PLANTED | planted_by_an_auditor.PLANTED_TOO
    head, found = book.seal_head(), {}
    for name, (code, plant) in kinds.items():
        started = time.perf_counter()
        found[name] = code in planted.found_after(plant, at=lived.at, head=head, room=code.partition(".")[0])
        mark = "found" if found[name] else "MISSED"
        harness.note(f"  {len(found):>3}/{len(kinds)} {mark}  {name} ({time.perf_counter() - started:.1f} s)")
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=float, default=1.0, help="share of 100,000 acts")
    parser.add_argument("--acts", type=int, default=0, help="how many acts, instead of a size")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--plant", action="store_true", help="plant each known kind of error, and see that it is found")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    return parser.parse_args()


if __name__ == "__main__":
    main()
