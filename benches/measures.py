"""Every measure over 1 million members and 20 million lines, and RFM beside the same RFM written by hand over lines.

Opening the facts is part of each figure, as it is for whoever asks. Best of two runs.
"""

from datetime import timedelta

import harness

MEMBERS = 1_000_000
# What an analyst would write without receipt facts: the year's lines added up to members.
BY_HAND = """
    WITH spent AS (
        SELECT member_id, max(business_date) AS last_on, count(DISTINCT receipt_id) AS purchases, sum(net_minor) AS net
        FROM lines
        WHERE member_id IS NOT NULL AND business_date >= $window_from AND business_date < $as_of
        GROUP BY member_id
    )
    SELECT count(*) AS members, sum(net) AS net,
           sum(CASE WHEN $as_of - last_on <= 90 AND purchases >= 3 AND net >= 60000 THEN 1 ELSE 0 END) AS best
    FROM spent
"""


def main() -> None:
    asked = harness.arguments(__doc__)
    with harness.own_installation():
        import facts

        from shuke.foundation import clock
        from shuke.foundation.refusals import Refusal
        from shuke.insight.measures import queries as measures
        from shuke.insight.warehouse import operations as kept
        from shuke.insight.warehouse import queries as warehouse

        loaded = facts.load(max(1_000, int(MEMBERS * asked.size)), clock.now())
        as_of = harness.ENDING + timedelta(days=1)
        window = {"as_of": as_of, "window_from": as_of.replace(year=as_of.year - 1)}

        def taken(name: str) -> None:
            kept.forget_answers()
            measures.report(name, as_of=as_of)

        def by_hand() -> None:
            kept.forget_answers()
            with warehouse.open_engine() as engine:
                engine.rows(BY_HAND, window)

        hand = harness.best_of(2, by_hand)
        rfm = harness.best_of(2, lambda: taken("rfm"))
        figures = [harness.Figure("rfm", rfm, "s", "RFM by hand over lines", hand)]
        left_out = []
        for name, measure in sorted(measures.measures().items()):
            required = [
                param for param in measure.params if param.default is None and not param.optional and not param.rule
            ]
            if required:
                left_out.append(name)
                continue
            try:
                took = harness.best_of(2, lambda name=name: taken(name))
            except Refusal as refusal:
                harness.note(f"  {name}: {refusal}")
                left_out.append(name)
                continue
            figures.append(harness.Figure(name, took, "s", "rfm", rfm))
            harness.note(f"  {name}: {took:.2f} s")
    harness.tell(
        "measures",
        figures,
        asked.format,
        members=loaded.members,
        receipts=loaded.receipts,
        lines=loaded.lines,
        left_out=left_out,
    )


if __name__ == "__main__":
    main()
