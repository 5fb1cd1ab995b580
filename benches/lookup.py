"""Find a member by phone among 500,000: how long half of the look-ups take, and the slowest in a hundred."""

import random
import time

import harness

MEMBERS, LOOKUPS, AT_ONCE = 500_000, 2_000, 5_000


def main() -> None:
    asked = harness.arguments(__doc__)
    with harness.own_installation():
        from shuke.foundation import clock
        from shuke.foundation.actors import SYSTEM
        from shuke.foundation.members import operations, queries
        from shuke.foundation.members.types import NewMember, Source
        from shuke.foundation.org import operations as org
        from shuke.foundation.org.types import StoreRow
        from shuke.surfaces.demo import people_names

        at = clock.now()
        store = org.upsert_stores(rows=[StoreRow("S001", "一店")], by=SYSTEM, at=at)["S001"]
        members = max(1_000, int(MEMBERS * asked.size))

        def enrol(first: int) -> None:
            rows = [
                NewMember(store_id=store, source=Source.TILL, phone=people_names.phone(number), name="测试")
                for number in range(first, min(first + AT_ONCE, members))
            ]
            operations.enrol_many(rows=rows, by=SYSTEM, at=at)

        def enrol_all() -> None:
            for first in range(0, members, AT_ONCE):
                enrol(first)
                if first % 50_000 == 0:
                    harness.note(f"  {first:,} members enrolled")

        took = harness.timed(enrol_all)
        draw = random.Random(8)
        times = []
        for _ in range(max(100, int(LOOKUPS * min(asked.size, 1)))):
            phone = people_names.phone(draw.randrange(members))
            started = time.perf_counter()
            found = queries.find(phone)
            times.append((time.perf_counter() - started) * 1000)
            assert len(found) == 1
        few = statement_alone(draw, members)
    half, slow = harness.percentile(times, 50), harness.percentile(times, 99)
    figures = [
        harness.Figure("enrolled per second", members / took, "1/s"),
        harness.Figure("by phone, p50", half, "ms", "the bare indexed SELECT", few),
        harness.Figure("by phone, p99", slow, "ms", "p50", half),
    ]
    harness.tell("lookup", figures, asked.format, members=members, lookups=len(times))


def statement_alone(draw: "random.Random", members: int) -> float:
    """The floor: one SELECT by primary key over the same connection, in milliseconds at the median."""
    from django.db import connection

    times = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM members_member LIMIT 2000")
        keys = [row[0] for row in cursor.fetchall()]
        for _ in range(500):
            started = time.perf_counter()
            cursor.execute("SELECT * FROM members_member WHERE id = %s", [draw.choice(keys)])
            cursor.fetchall()
            times.append((time.perf_counter() - started) * 1000)
    return harness.percentile(times, 50)


if __name__ == "__main__":
    main()
