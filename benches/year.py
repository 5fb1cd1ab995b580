"""Live through a year of the demo chain in 100,000 acts, and prove every room of it.

The acts and their order come from the seed; a slower machine lives the same year more slowly.
"""

import argparse
import json
import resource
import time
from datetime import date

import harness

ACTS, SEED = 100_000, 8


def main() -> None:
    asked = arguments()
    acts = asked.acts or max(1_000, int(ACTS * asked.size))
    with harness.own_installation():
        from shuke.surfaces.demo import year
        from shuke.surfaces.demo.year_state import YearSpec
        from shuke.surfaces.upkeep import proving

        spec = YearSpec(ending=harness.ENDING, acts=acts, seed=asked.seed)
        started = time.perf_counter()
        told = started

        def tell(day: date, tally: year.Tally) -> None:
            nonlocal told
            now = time.perf_counter()
            if now - told > 20:
                told = now
                harness.note(f"  {day}  {tally.acts:,} acts, {tally.acts / (now - started):,.0f} a second")

        lived, tally = year.live(spec, tell=tell)
        took = time.perf_counter() - started
        proof = proving.prove(at=lived.at, freeze=False)
        proved = time.perf_counter() - started - took
    figures = [
        harness.Figure("acts per second", tally.acts / took, "1/s"),
        harness.Figure("the year", took, "s"),
        harness.Figure("the proof", proved, "s", "the year", took),
        harness.Figure("most memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB"),
    ]
    errors = [*proof.book.findings, *proof.flaws]
    harness.tell("year", figures, asked.format, acts=tally.acts, seed=asked.seed, holds=proof.holds, errors=len(errors))
    if asked.format == "table":
        for title, counts in (("done", tally.done), ("refused", tally.refused), ("rows", proof.book.counts)):
            print(f"  {title}: {json.dumps(dict(sorted(counts.items())), ensure_ascii=False)}")
        for error in errors[:20]:
            print(f"  wrong: {error}")
    if errors:
        raise SystemExit(1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=float, default=1.0, help="share of 100,000 acts")
    parser.add_argument("--acts", type=int, default=0, help="how many acts, instead of a size")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    return parser.parse_args()


if __name__ == "__main__":
    main()
