"""How soon a sale is seen: from its commit to a measure that counts it, on top of a chain of any size."""

import harness

MEMBERS, TRIALS = 1_000_000, 5


def main() -> None:
    asked = harness.arguments(__doc__)
    with harness.own_installation():
        import facts

        from shuke.foundation import clock
        from shuke.foundation.actors import SYSTEM
        from shuke.foundation.org import operations as org
        from shuke.foundation.org.types import StoreRow
        from shuke.insight.warehouse import operations as warehouse
        from shuke.insight.warehouse import queries
        from shuke.selling.sales import operations as sales
        from shuke.selling.sales.types import NewLine, NewReceipt

        at = clock.now()
        store = org.upsert_stores(rows=[StoreRow("NEW", "新店")], by=SYSTEM, at=at)["NEW"]
        loaded = facts.load(max(1_000, int(MEMBERS * asked.size)), at)
        warehouse.export(at=at)
        count = "SELECT count(*) FROM receipts WHERE store_id = $store"
        exports, seen = [], []
        for trial in range(TRIALS):
            line = NewLine(None, 1000, 990, 0, 990)
            receipt = NewReceipt(f"R{trial}", store, clock.now(), (line,))
            sales.record_many(receipts=[receipt], source="bench", by=SYSTEM, at=clock.now())

            def ask(expected: int = trial + 1) -> None:
                with queries.open_engine() as engine:
                    assert engine.rows(count, {"store": store}).rows == ((expected,),)

            exports.append(harness.timed(lambda: warehouse.export(at=clock.now())))
            seen.append(harness.timed(ask))
    whole = [export + ask for export, ask in zip(exports, seen, strict=True)]
    figures = [
        harness.Figure("commit to visible, worst", max(whole), "s", "the promise of a minute", 60.0),
        harness.Figure("export of one receipt, best", min(exports)),
        harness.Figure("open the engine and count, best", min(seen)),
    ]
    harness.tell("visibility", figures, asked.format, members=loaded.members, lines=loaded.lines)


if __name__ == "__main__":
    main()
