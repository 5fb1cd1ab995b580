"""How long each page of the console waits for its answers: on the demo chain, and at 1 M members and 20 M lines.

The owner opens every page over HTTP, as `asked.toml` says what it asks: for the first time since the server started,
then several times after a sale has come in, so that no answer is kept from before (the median of these is held against
1 s, above 100,000 members 3 s), and as often while nothing happens. SQLite unless SHUKE_BENCH_DATABASE_URL names a
database; SHUKE_BENCH_HOME keeps the chain from one run to the next, and SHUKE_BENCH_PAGE narrows a run to pages whose
name it is in.
"""

import json
import os
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path

import asked as kept
import harness
import serving
import visitor

MEMBERS, DEMO, LARGE = 1_000_000, 20_000, 100_000
_FILLED = "bench-grown.json"


@dataclass
class Opened:
    """One page: the seconds of it all at first, after a sale and in a quiet moment; what took longest; processor time.

    The slowest request and the processor time are those after a sale.
    """

    page: str
    bar: float
    first: float
    again: float
    quiet: float
    slowest: str
    slowest_took: float
    cpu: float
    each: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.again / self.bar


def main() -> None:
    asked = harness.arguments(
        __doc__,
        members=(0, "so many members instead of a size; 20,000 are the demo chain"),
        repeats=(5, "how often each page is opened again"),
    )
    members = asked.members or max(DEMO, int(MEMBERS * asked.size))
    with harness.own_installation() as home:
        told = _chain(home, members)
        _forget_answers()
        bar, only = (3.0 if members > LARGE else 1.0), os.environ.get("SHUKE_BENCH_PAGE", "")
        with serving.server() as (port, pid):
            owner = visitor.Visitor(port, home)
            ids = visitor.examples(owner, home)
            opened = [_open(owner, pid, ids, page, bar, asked.repeats) for page in kept.pages() if only in page]
    opened.sort(key=lambda each: -each.again)
    if asked.format == "json":
        pages_told = [asdict(each) | {"ratio": each.ratio} for each in opened]
        print(json.dumps({"bench": "pages", **told, "pages": pages_told}, ensure_ascii=False, indent=2))
        return
    print("pages: " + ", ".join(f"{key} {value}" for key, value in told.items()))
    print(f"  {'page':<30} {'sold':>7} {'× bar':>6} {'quiet':>7} {'first':>7} {'CPU':>7}  the slowest of its requests")
    for each in opened:
        print(
            f"  {each.page:<30} {each.again:>6.2f}s {each.ratio:>6.2f} {each.quiet:>6.2f}s {each.first:>6.2f}s "
            f"{each.cpu:>6.2f}s  "
            f"{each.slowest_took:.2f}s {each.slowest}"
        )


def _chain(home: Path, members: int) -> dict[str, object]:
    """Grow the chain, or find it as an earlier run has left it."""
    from django.db import connection

    from shuke.foundation import clock

    filled = home / _FILLED
    if not filled.exists():
        import grown

        filled.write_text(json.dumps(asdict(grown.grow(members, clock.now()))), "utf-8")
    return {"database": connection.vendor, **json.loads(filled.read_text("utf-8"))}


def _open(owner: visitor.Visitor, pid: int, ids: dict[str, str], page: str, bar: float, repeats: int) -> Opened:
    from shuke.foundation import clock

    today = clock.business_date(clock.now())
    filled = [[kept.filled(address, ids, today) for address in turn] for turn in kept.pages()[page]]
    _forget_counts()
    first, _ = owner.open(filled)
    cpu, runs = 0.0, []
    for _ in range(repeats):
        _sell(int(ids["member_id"]))
        before = serving.application(pid) + serving.database()
        runs.append(owner.open(filled))
        cpu += (serving.application(pid) + serving.database() - before) / repeats
    again = statistics.median(seconds for seconds, _ in runs)
    quiet = statistics.median(owner.open(filled)[0] for _ in range(repeats))
    each = {address: statistics.median(took[address] for _, took in runs) for address in runs[0][1]}
    slowest = max(each, key=lambda address: each[address])
    told = f"{again:.2f} s after a sale ({quiet:.2f} s else, {first:.2f} s at first), {cpu:.2f} s of processor time"
    harness.note(f"  {page}: {told}; {each[slowest]:.2f} s {kept.template(slowest, {}, today)[:60]}")
    return Opened(page, bar, first, again, quiet, kept.template(slowest, {}, today)[:90], each[slowest], cpu, each)


def _sell(member_id: int) -> None:
    """Let a sale come in, so that whatever is answered next has been counted anew."""
    from shuke.foundation import clock, ids
    from shuke.foundation.actors import SYSTEM
    from shuke.foundation.org.models import Store
    from shuke.selling.sales import operations as sales
    from shuke.selling.sales.types import NewLine, NewReceipt

    store = Store.objects.order_by("id").values_list("id", flat=True)[0]
    line = NewLine(None, 1000, 990, 0, 990)
    receipt = NewReceipt(f"BENCH-{ids.new()}", store, clock.now(), (line,), member_id=member_id)
    sales.record_many(receipts=[receipt], source="bench", by=SYSTEM, at=clock.now())


def _forget_answers() -> None:
    from shuke.insight.warehouse import operations as warehouse

    warehouse.forget_answers()


def _forget_counts() -> None:
    """Nobody opens pages this often; the limits for people shall not end the run."""
    from shuke.surfaces.staff.models import RateCount

    RateCount.objects.all().delete()


if __name__ == "__main__":
    main()
