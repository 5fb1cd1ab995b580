"""A member's checkout over HTTP: three lines, a coupon, stock, points and growth, by tills that keep their connection.

Told with the floor of the same run (the same statements raw over the driver), and with a short and a long history.
SQLite unless SHUKE_BENCH_DATABASE_URL names an empty database.
"""

import http.client
import json
import queue
import threading
import time
from dataclasses import dataclass, field

import floor
import harness
import history
import serving
import shop as shops

MEMBERS, RECEIPTS, SHORT = 100_000, 1_000_000, 10_000
CHECKOUTS, WARM, AT_ONCE, RAW = 2_000, 100, 8, 400


@dataclass
class Run:
    """What a run of checkouts took."""

    seconds: float
    cpu_application: float
    cpu_database: float
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def cpu_ms(self) -> float:
        return (self.cpu_application + self.cpu_database) * 1000 / len(self.times)


def main() -> None:
    asked = harness.arguments(__doc__)
    size = min(asked.size, 1.0)
    members, receipts = max(1_000, int(MEMBERS * size)), max(SHORT, int(RECEIPTS * size))
    count = max(300, min(CHECKOUTS, int(members * 0.4)))
    with harness.own_installation():
        shop = shops.open_shop(members)
        written = shops.fill(shop, SHORT)
        _settle()
        short = _measure(shop, count, seed=1)
        long = short
        if receipts > SHORT:
            history.multiply(written, receipts // SHORT)
            _settle()
            long = _measure(shop, count, seed=2)
        raw_rate, raw_cpu = _floor(shop, min(RAW, count), seed=3)
        from django.db import connection

        figures = _figures(long, short, raw_rate, raw_cpu)
        harness.tell(
            "checkout",
            figures,
            asked.format,
            database=connection.vendor,
            members=members,
            receipts=receipts,
            checkouts=len(long.times),
            at_once=AT_ONCE,
        )


def _figures(long: Run, short: Run, raw_rate: float, raw_cpu: float) -> list[harness.Figure]:
    each = 1000 / len(long.times)
    return [
        harness.Figure("checkouts per second", long.rate, "1/s", "the same statements raw", raw_rate),
        harness.Figure("p50", harness.percentile(long.times, 50), "ms"),
        harness.Figure("p99", harness.percentile(long.times, 99), "ms"),
        harness.Figure("CPU per checkout", long.cpu_ms, "ms", "the same statements raw", raw_cpu),
        harness.Figure("  of the application", long.cpu_application * each, "ms"),
        harness.Figure("  of the database server", long.cpu_database * each, "ms"),
        harness.Figure("CPU with the long history", long.cpu_ms, "ms", f"{SHORT:,} receipts", short.cpu_ms),
    ]


def _measure(shop: shops.Shop, count: int, seed: int) -> Run:
    holders = shops.coupons(shop, count + WARM, seed)
    orders = [json.dumps(order) for order in shops.baskets(shop, holders, f"B{seed}")]
    with serving.server() as (port, pid):
        _ring_up(shop, port, orders[:WARM])
        before = serving.application(pid), serving.database()
        started = time.perf_counter()
        times = _ring_up(shop, port, orders[WARM:])
        seconds = time.perf_counter() - started
        after = serving.application(pid), serving.database()
    return Run(seconds, after[0] - before[0], after[1] - before[1], times)


def _ring_up(shop: shops.Shop, port: int, orders: list[str]) -> list[float]:
    """Send the orders from so many tills at once and return how long each took, in milliseconds."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for order in orders:
        waiting.put(order)
    times: list[float] = []
    faults: list[str] = []

    def till() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Authorization": f"Bearer {shop.token}", "Content-Type": "application/json"}
        while True:
            try:
                order = waiting.get_nowait()
            except queue.Empty:
                return
            started = time.perf_counter()
            connection.request("POST", "/api/till/v1/orders", order, headers)
            answer = connection.getresponse()
            body = answer.read()
            times.append((time.perf_counter() - started) * 1000)
            if answer.status != 200:
                faults.append(body.decode()[:500])
                return

    tills = [threading.Thread(target=till) for _ in range(AT_ONCE)]
    for each in tills:
        each.start()
    for each in tills:
        each.join()
    if faults:
        raise SystemExit(f"a checkout was refused: {faults[0]}")
    return times


def _floor(shop: shops.Shop, count: int, seed: int) -> tuple[float, float]:
    """Return how many checkouts a second the bare statements make, and the CPU milliseconds of one."""
    from shuke.foundation import scopes
    from shuke.foundation.actors import Actor, ActorKind
    from shuke.selling.checkout import operations as checkout
    from shuke.surfaces.till.shapes import OrderIn

    by = Actor(ActorKind.STAFF, 1, "C1", "cashier", shop.store_id)
    holders = shops.coupons(shop, count + 20, seed)
    orders = [
        OrderIn.model_validate(each).order(shop.store_id, "cashier", None)
        for each in shops.baskets(shop, holders, f"B{seed}")
    ]
    with scopes.everywhere(reason="the floor of the benchmark"):
        for order in orders[:20]:
            floor.record(lambda order=order: checkout.check_out(order=order, by=by, at=shop.at))
        recorded = [
            floor.record(lambda order=order: checkout.check_out(order=order, by=by, at=shop.at))
            for order in orders[20:]
        ]
    seconds, cpu = floor.replay(recorded, AT_ONCE, serving.database)
    return len(recorded) / seconds, cpu * 1000 / len(recorded)


def _settle() -> None:
    """Let the database reckon how its tables are filled, as its own upkeep would have done long ago."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
