"""Every figure worked out by hand, on thirteen receipts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.apps.measures.facts import ANN, BEA, CHO, DAN, EAST, EVE, WEST

from shuke.insight.measures import asking, queries
from shuke.insight.measures.document import EIGHT, RfmRule
from shuke.insight.measures.types import Report
from shuke.insight.warehouse.types import Engine

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 15)
YEAR = date(2026, 1, 1)

Take = Callable[..., Report]


@pytest.fixture
def take(shop: Engine) -> Take:
    def taken(name: str, *, as_of: date = DAY, from_: date = YEAR, **more: Any) -> Report:
        return queries.report(name, as_of=as_of, from_=from_, engine=shop, **more)

    return taken


def by_first(report: Report, *columns: str) -> dict[Any, Any]:
    """Rows by their first column, narrowed to the named ones."""
    places = [[column.name for column in report.columns].index(name) for name in columns]
    narrow = (lambda row: row[places[0]]) if len(places) == 1 else (lambda row: tuple(row[place] for place in places))
    return {row[0]: narrow(row) for row in report.rows}


class TestOverview:
    @pytest.mark.covers("B10")
    def test_new_old_and_unidentified_sum_to_everything_sold(self, take: Take) -> None:
        report = take("overview")

        assert by_first(report, "members", "purchases", "net_minor") == {
            "new": (4, 4, 122_000),
            "old": (2, 3, 50_000),
            "unidentified": (0, 2, 10_000),
        }
        assert report.totals["net_minor"] == 182_000

    def test_margin_counts_only_where_the_cost_is_known_and_says_so(self, take: Take) -> None:
        report = take("overview")

        assert by_first(report, "costed_minor", "margin_minor") == {
            "new": (82_000, 33_000),
            "old": (50_000, 21_000),
            "unidentified": (8_000, 4_000),
        }
        assert report.totals["cost_known_bp"] == 7_692

    def test_ticket_and_items_are_rounded_once(self, take: Take) -> None:
        assert by_first(take("overview"), "ticket_minor", "items_milli")["old"] == (16_667, 1_667)

    @pytest.mark.covers("D47")
    def test_members_share_of_sales_by_year(self, take: Take) -> None:
        assert take("member-share").rows == ((2026, 172_000, 10_000, 182_000, 9_451),)

    def test_days_add_up_to_the_period_and_name_what_came_back(self, take: Take) -> None:
        days, whole = take("days"), take("overview")

        assert (days.totals["net_minor"], days.totals["member_minor"]) == (182_000, 172_000)
        assert days.totals["purchases"] == whole.totals["purchases"]
        assert days.totals["returned_minor"] == 22_000
        assert days.totals["margin_minor"] == whole.totals["margin_minor"]

    @pytest.mark.parametrize("by", ["product", "brand", "category"])
    def test_goods_add_up_to_what_was_sold_the_best_first(self, take: Take, by: str) -> None:
        goods = take("goods", params={"by": by})

        amounts = [row[2] for row in goods.rows]
        assert amounts == sorted(amounts, reverse=True)
        assert goods.totals["net_minor"] == 182_000


class TestViews:
    def test_each_view_gives_a_store_its_own(self, take: Take) -> None:
        sold = by_first(take("sales", view="seller"), "net_minor")
        owned = by_first(take("sales", view="owner"), "net_minor")

        assert sold == {EAST: 125_000, WEST: 57_000}
        assert owned == {EAST: 115_000, WEST: 67_000}

    @pytest.mark.covers("C51")
    def test_a_bridge_leads_from_one_view_to_the_other(self, take: Take) -> None:
        bridge = take("bridge")

        assert list(bridge.rows) == [
            (EAST, 125_000, 30_000, 20_000, 115_000),
            (WEST, 57_000, 20_000, 30_000, 67_000),
        ]
        assert bridge.totals["sold_minor"] == bridge.totals["owned_minor"] == 182_000

    def test_a_store_alone_says_what_its_row_says(self, take: Take) -> None:
        for view in ("owner", "seller"):
            for store, net in by_first(take("sales", view=view), "net_minor").items():
                assert take("sales", view=view, store=store).totals["net_minor"] == net
                assert take("overview", view=view, store=store).totals["net_minor"] == net


class TestClasses:
    @pytest.mark.covers("B49")
    def test_every_member_has_exactly_one_rfm_class(self, take: Take) -> None:
        members = take("rfm-members")

        assert by_first(members, "rfm_class", "r", "f", "m") == {
            ANN: ("high_growth", 4, 2, 3),
            BEA: ("high_value", 5, 3, 3),
            CHO: ("rescue", 2, 1, 1),
            DAN: ("never", 0, 0, 0),
            EVE: ("growth", 5, 1, 1),
        }
        assert take("rfm").totals["members"] == 5

    def test_classes_come_by_their_rank_the_best_first(self, take: Take) -> None:
        ranked = ["high_value", "high_growth", "growth", "rescue", "never"]

        assert [row[0] for row in take("rfm").rows] == ranked
        assert [row[0] for row in take("layers", params={"by": "rfm"}).rows] == ranked
        assert list(take("rfm").columns[0].labels)[:8] == [one.key for one in EIGHT]
        upside_down = RfmRule(classes=tuple(each.model_copy(update={"priority": 9 - each.priority}) for each in EIGHT))
        turned = take("rfm", trial={"rfm": upside_down})
        assert [row[0] for row in turned.rows] == [*reversed(ranked[:4]), "never"]

    @pytest.mark.covers("C53")
    def test_the_matrices_drill_to_their_members(self, take: Take) -> None:
        for view in ("owner", "seller"):
            for side in ("f", "m"):
                matrix = take("rfm-matrix", view=view, params={"by": side})
                for cell in matrix.records():
                    drilled = take("rfm-members", view=view, params={"r": cell["r"], side: cell["other"]})
                    assert len(drilled.rows) == cell["members"]
                    assert drilled.totals["net_minor"] == cell["net_minor"]

    def test_quadrants_look_back_three_calendar_months(self, take: Take) -> None:
        assert by_first(take("quadrant-members"), "quadrant", "purchases", "net_minor") == {
            ANN: ("q1", 2, 60_000),
            BEA: ("q3", 2, 40_000),
            CHO: ("none", 0, 0),
            DAN: ("none", 0, 0),
            EVE: ("q4", 1, 7_000),
        }

    def test_the_day_before_a_purchase_leaves_the_window_it_still_counts(self, take: Take) -> None:
        day = date(2026, 4, 14)

        assert by_first(take("quadrant-members", as_of=day), "quadrant")[CHO] == "q4"


class TestLifecycle:
    def test_each_member_is_in_one_state(self, take: Take) -> None:
        assert by_first(take("lifecycle-members"), "state", "since") == {
            ANN: ("silent", date(2026, 3, 20)),
            BEA: ("active", date(2026, 3, 31)),
            CHO: ("lost", date(2026, 4, 14)),
            DAN: ("never", date(2026, 1, 3)),
            EVE: ("new", DAY),
        }
        assert take("lifecycle").totals["members"] == 5

    @pytest.mark.covers("B30")
    @pytest.mark.parametrize(
        ("day", "state"),
        [(date(2026, 4, 13), "dormant"), (date(2026, 4, 14), "lost"), (date(2026, 4, 15), "lost")],
    )
    def test_lost_exactly_three_months_after_the_purchase_of_14_january(
        self, take: Take, day: date, state: str
    ) -> None:
        assert by_first(take("lifecycle-members", as_of=day), "state")[CHO] == state

    @pytest.mark.covers("C52")
    def test_moves_between_two_days(self, take: Take) -> None:
        flow = take("lifecycle-flow", from_=date(2026, 4, 13))

        assert [row[:3] for row in flow.rows] == [
            ("absent", "new", 1),
            ("active", "active", 1),
            ("dormant", "lost", 1),
            ("never", "never", 1),
            ("silent", "silent", 1),
        ]

    @pytest.mark.covers("B24")
    def test_the_history_of_every_day_is_what_was_reported_then(self, take: Take) -> None:
        history = take("lifecycle-history", from_=date(2026, 3, 25))

        for back in range(1, 21):
            day = DAY - timedelta(days=back)
            then = by_first(take("lifecycle", as_of=day), "members")
            assert {row[0]: row[2] for row in history.rows if row[1] == day} == then

    def test_one_members_life(self, take: Take) -> None:
        life = take("member-lifecycle", params={"member": CHO})

        assert life.rows == (
            ("new", date(2026, 1, 15), date(2026, 2, 14)),
            ("silent", date(2026, 2, 14), date(2026, 3, 14)),
            ("dormant", date(2026, 3, 14), date(2026, 4, 14)),
            ("lost", date(2026, 4, 14), None),
        )


class TestComingBack:
    def test_repurchase_by_the_rule_that_is_set(self, take: Take) -> None:
        assert take("repurchase").rows == (("all", 4, 2, 2, 0, 0, 5_000),)
        assert take("repurchase", params={"window_days": 60}).rows == (("all", 4, 2, 1, 0, 1, 5_000),)
        assert take("repurchase", params={"window_days": 60, "least_days": 40}).rows == (("all", 4, 1, 2, 0, 1, 2_500),)

    def test_with_refunds_counted_what_came_back_counts_too(self, take: Take) -> None:
        thrice = take("repurchase", params={"window_days": 18, "least_days": 18, "refunds_out": "no"})

        assert thrice.totals["repeaters"] == 1
        assert take("repurchase", params={"window_days": 18, "least_days": 18}).totals["repeaters"] == 0

    @pytest.mark.covers("A15")
    def test_the_ladder_of_each_store(self, take: Take) -> None:
        def rungs(view: str) -> dict[Any, list[Any]]:
            rows = take("ladder", view=view, params={"rungs": 3}).rows
            return {store: [row[2] for row in rows if row[0] == store] for store in (EAST, WEST)}

        assert rungs("seller") == {EAST: [3, 1, 0], WEST: [3, 0, 0]}
        assert rungs("owner") == {EAST: [2, 1, 0], WEST: [2, 1, 1]}

    def test_the_triangle_of_retention(self, take: Take) -> None:
        assert [row[:4] for row in take("cohorts").rows] == [
            (202601, 0, 3, 3),
            (202601, 1, 3, 2),
            (202601, 2, 3, 1),
            (202604, 0, 1, 1),
        ]

    @pytest.mark.covers("B15")
    def test_medians_are_the_lower_middle(self, take: Take) -> None:
        assert [row[:6] for row in take("interval").rows] == [(202601, 3, 2, 31, 3, 36), (202604, 1, 0, None, 0, None)]

    @pytest.mark.covers("B13")
    def test_the_swap_of_members_and_its_effect_on_profit(self, take: Take) -> None:
        assert take("flow").rows == (
            (202601, 3, 0, 0, 3, 51_000, 0, 51_000, 1),
            (202604, 1, 0, 1, 0, 3_000, 10_000, -7_000, 0),
        )

    @pytest.mark.covers("C54")
    def test_tiers_move_and_contribute(self, take: Take) -> None:
        found = by_first(take("tiers"), "members", "joins", "upgrades", "keeps", "downgrades", "net_minor")

        assert found == {
            None: (3, 0, 0, 0, 0, 32_000),
            1: (1, 2, 0, 0, 0, 150_000),
            2: (1, 0, 1, 0, 0, -10_000),
        }


class TestExplaining:
    def test_why_ann_is_what_she_is(self, shop: Engine) -> None:
        reasons = {reason.kind: reason for reason in queries.explain_class(ANN, as_of=DAY, engine=shop)}

        assert {kind: reason.key for kind, reason in reasons.items()} == {
            "rfm": "high_growth",
            "lifecycle": "silent",
            "quadrants": "q1",
            "value": "ordinary",
        }
        assert reasons["rfm"].numbers["days"] == 54
        assert reasons["rfm"].numbers["r2"] == 60
        assert reasons["lifecycle"].numbers["lost_on"] == date(2026, 5, 20)
        assert "按“服装(一季一购)”周期" in reasons["lifecycle"].because.zh
        assert "by the cycle “Clothing, once a quarter”" in reasons["lifecycle"].because.en
        assert reasons["quadrants"].because.zh == "期内消费 2 次、600.00 元。"
        assert {reason.rule_version for reason in reasons.values()} == {0}

    def test_a_member_whom_nobody_knew_then_is_refused(self, shop: Engine) -> None:
        with pytest.raises(queries.UnknownMember):
            queries.explain_class(EVE, as_of=date(2026, 4, 1), engine=shop)


class TestQuestions:
    def test_an_unknown_report_is_refused(self, take: Take) -> None:
        with pytest.raises(asking.UnknownMeasure):
            take("horoscope")

    @pytest.mark.parametrize(("start", "end"), [(DAY, DAY), (YEAR, DAY + timedelta(days=1))])
    def test_a_period_that_is_empty_or_reaches_ahead_is_refused(self, take: Take, start: date, end: date) -> None:
        with pytest.raises(asking.WrongPeriod):
            take("overview", from_=start, to=end)

    @pytest.mark.parametrize("params", [{"by": "zodiac"}, {"colour": 1}, {"limit": 0}])
    def test_a_wrong_parameter_is_refused_by_name(self, take: Take, params: dict[str, Any]) -> None:
        with pytest.raises(asking.WrongParameter) as refused:
            take("pareto", params=params)

        assert refused.value.field == next(iter(params))
