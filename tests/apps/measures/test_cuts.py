"""A report that somebody puts together: worked out by hand, and the same as every measure that says the same."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlglot
from pydantic import ValidationError
from tests.apps.measures.facts import COAT, EAST, MILK, WEST

from shuke.foundation.refusals import Refusal
from shuke.insight.measures import queries
from shuke.insight.measures.cuts import answering, checking, days, reading, writing
from shuke.insight.measures.cuts.days import Days
from shuke.insight.measures.queries import Cut, CutReport, Reader
from shuke.insight.measures.rulebooks import Rules
from shuke.insight.warehouse.types import Engine

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 15)
QUARTER = {"kind": "fixed", "from_date": "2026-01-01", "to_date": "2026-04-15"}
SHANGHAI = ZoneInfo("Asia/Shanghai")
GROUPS, SUMS, RATIOS = queries.cut_fields()

Take = Callable[..., CutReport]


@pytest.fixture
def take(shop: Engine) -> Take:
    def taken(*figures: str, as_of: date = DAY, reader: Reader | None = None, **more: Any) -> CutReport:
        asked = Cut.model_validate({"figures": figures, "period": QUARTER, **more})
        return queries.cut(asked, as_of=as_of, reader=reader or Reader(SHANGHAI), engine=shop)

    return taken


def by_key(report: CutReport) -> dict[Any, Any]:
    parts = len(report.cut.groups)
    return {row[:parts] if parts > 1 else row[0]: row[parts:] for row in report.rows}


class TestByHand:
    @pytest.mark.covers("A09")
    def test_member_by_goods_by_store_in_one_table(self, take: Take) -> None:
        report = take("net_minor", "purchases", "members", groups=["customer", "product", "store"], view="seller")

        assert by_key(report) == {
            ("new", COAT, EAST): (90_000, 2, 2),
            ("new", MILK, WEST): (25_000, 1, 1),
            ("new", MILK, EAST): (7_000, 1, 1),
            ("old", MILK, EAST): (30_000, 1, 1),
            ("old", MILK, WEST): (20_000, 1, 1),
            ("old", COAT, WEST): (10_000, 1, 1),
            ("old", COAT, EAST): (-10_000, 0, 1),
            ("unidentified", COAT, EAST): (8_000, 1, 0),
            ("unidentified", MILK, WEST): (2_000, 1, 0),
        }
        assert report.total == (None, None, None, 182_000, 9, 4)

    def test_goods_that_came_back_whole_were_not_bought_though_money_is_the_sum_of_all(self, take: Take) -> None:
        of_lines = take("purchases", "net_minor", "returned_minor", "return_receipts", groups=["product"])

        assert by_key(of_lines)[COAT][0] == 4
        assert of_lines.total == (None, 9, 182_000, 22_000, 2)

    def test_days_run_on_the_clock_of_the_chain(self, take: Take) -> None:
        assert set(by_key(take("net_minor", groups=["hour"]))) == {12}
        assert set(by_key(take("net_minor", groups=["hour"], reader=Reader(ZoneInfo("Europe/Berlin"))))) == {5, 6}

    def test_weekdays_weeks_and_quarters(self, take: Take) -> None:
        assert by_key(take("net_minor", groups=["week"]))[date(2026, 1, 5)] == (40_000,)
        assert by_key(take("net_minor", groups=["weekday"]))[6] == (40_000,)
        assert by_key(take("net_minor", groups=["quarter"])) == {"2026-Q1": (175_000,), "2026-Q2": (7_000,)}

    def test_filters_narrow_by_what_is_among_what_is_not_and_what_lies_between(self, take: Take) -> None:
        def sold(**only: Any) -> Any:
            return take("net_minor", filters=[only]).total[0]

        assert sold(field="product", values=[str(COAT)]) == 98_000
        assert sold(field="product", op="not_in", values=[str(COAT)]) == 84_000
        assert sold(field="month", op="between", values=["202602", "202603"]) == 60_000
        assert sold(field="guide", values=[None]) == 182_000
        assert sold(field="guide", op="not_in", values=[None]) == 0
        assert sold(field="guide", op="not_in", values=["5"]) == 182_000

    def test_a_text_that_looks_like_sql_is_a_text(self, take: Take) -> None:
        assert take("net_minor", filters=[{"field": "region", "values": ["' OR 1=1 --"]}]).total == (0,)

    def test_whole_months_are_compared_with_as_many_before_them(self, take: Take) -> None:
        march = {"kind": "fixed", "from_date": "2026-03-01", "to_date": "2026-04-01"}
        report = take("net_minor", "return_bp", groups=["month"], period=march, compare="before")

        assert report.compared == Days(date(2026, 2, 1), date(2026, 3, 1))
        assert report.rows == ((202603, 10_000, 6_875, 50_000, -8_000, 0, 6_875),)

    def test_the_year_before_stands_in_the_same_row(self, take: Take) -> None:
        report = take("net_minor", groups=["store"], compare="year")

        assert report.compared == Days(date(2025, 1, 1), date(2025, 4, 15))
        assert {row[2] for row in report.rows} == {0}
        assert {row[3] for row in report.rows} == {None}

    def test_rows_are_sorted_cut_short_and_still_totalled(self, take: Take) -> None:
        report = take("net_minor", groups=["month"], sort={"field": "net_minor"}, top=2)

        assert (report.rows, report.of_rows, report.total) == (
            ((202601, 115_000), (202602, 50_000)),
            4,
            (None, 182_000),
        )

    def test_classes_are_put_in_order_by_their_rank(self, take: Take) -> None:
        sort = {"field": "rfm", "descending": False}
        keys = [row[0] for row in take("buyers", groups=["rfm"], sort=sort).rows]

        assert keys == ["high_value", "high_growth", "growth", "rescue", "unidentified"]

    def test_whoever_reaches_one_store_is_told_of_no_other(self, take: Take) -> None:
        for view, sold in (("seller", 57_000), ("owner", 67_000)):
            report = take("net_minor", groups=["store"], view=view, reader=Reader(SHANGHAI, frozenset({WEST})))
            assert report.rows == ((WEST, sold),)
            assert report.total == (None, sold)
        assert take("net_minor", reader=Reader(SHANGHAI, frozenset())).total == (0,)

    def test_hidden_figures_come_back_empty(self, take: Take) -> None:
        blind = Reader(SHANGHAI, hidden=queries.COSTS)
        report = take("net_minor", "margin_minor", "margin_bp", groups=["store"], reader=blind)

        assert {row[2:] for row in report.rows} == {(None, None)}
        assert report.total[2:] == (None, None)

    def test_keys_are_called_by_name(self, take: Take) -> None:
        report = take("net_minor", groups=["product", "store", "weekday"])
        product, store, weekday = (column.labels for column in report.columns[:3])

        assert (product[str(MILK)].zh, store[str(EAST)].en, weekday["6"].zh) == ("milk", "E East", "周六")


class TestSameAsTheMeasures:
    """What a measure says too is said alike."""

    @staticmethod
    def measured(shop: Engine, name: str, *columns: str, **more: Any) -> dict[Any, Any]:
        report = queries.report(name, as_of=DAY, from_=date(2026, 1, 1), engine=shop, **more)
        return {record[report.columns[0].name]: tuple(record[each] for each in columns) for record in report.records()}

    @pytest.mark.parametrize("view", ["owner", "seller"])
    def test_overview_sales_and_new_and_old(self, take: Take, shop: Engine, view: str) -> None:
        figures = ("members", "purchases", "quantity_milli", "net_minor", "costed_minor", "margin_minor",
                   "sales_share_bp", "ticket_minor", "items_milli", "frequency_milli", "cost_known_bp")  # fmt: skip
        assert by_key(take(*figures, groups=["customer"], view=view)) == self.measured(
            shop, "overview", *figures, view=view
        )
        figures = ("members", "purchases", "net_minor", "member_minor", "member_sales_bp", "ticket_minor")
        assert by_key(take(*figures, groups=["store"], view=view)) == self.measured(shop, "sales", *figures, view=view)
        for store in (EAST, WEST):
            only = [{"field": "store", "values": [str(store)]}]
            own = self.measured(shop, "overview", "net_minor", view=view, store=store)
            assert take("net_minor", groups=["customer"], view=view, filters=only).total[1] == sum(
                sold for (sold,) in own.values()
            )

    @pytest.mark.parametrize("layer", ["rfm", "lifecycle", "value", "quadrant", "gender", "tier", "age", "source"])
    def test_layers(self, take: Take, shop: Engine, layer: str) -> None:
        figures = ("buyers", "purchases", "net_minor", "margin_minor")
        cut = by_key(take(*figures, groups=[layer]))
        measured = self.measured(shop, "layers", *figures, params={"by": layer})

        assert cut.pop("unidentified")[2] == 10_000
        assert cut == {key: told for key, told in measured.items() if any(told)}

    def test_tiers_on_the_day(self, take: Take, shop: Engine) -> None:
        cut = by_key(take("purchases", "net_minor", groups=["tier_then"]))
        measured = self.measured(shop, "tiers", "purchases", "net_minor")

        assert {key: cut[key] for key in ("1", "2")} == {str(key): measured[key] for key in (1, 2)}

    def test_repeat_rate(self, take: Take, shop: Engine) -> None:
        measured = self.measured(shop, "repurchase", "repeaters", "buyers", "repurchase_bp")

        assert take("repeaters", "may_repeat", "repeat_bp").total == measured["all"]
        by_class = self.measured(shop, "repurchase", "repeaters", "buyers", params={"by": "rfm"})
        cut = by_key(take("repeaters", "may_repeat", groups=["rfm"]))
        assert {key: cut[key] for key in by_class} == by_class

    def test_lines_and_receipts_make_the_same_money(self, take: Take) -> None:
        figures = ("net_minor", "quantity_milli", "list_minor", "discount_minor", "members", "return_receipts")
        assert take(*figures, groups=["brand"]).total[1:] == take(*figures).total


class TestRefusals:
    @pytest.mark.parametrize(
        ("more", "refusal"),
        [
            ({"groups": ["horoscope"]}, checking.UnknownField),
            ({"figures": ["luck"]}, checking.UnknownField),
            ({"sort": {"field": "members"}}, checking.UnknownField),
            ({"sort": {"field": "before:net_minor"}}, checking.UnknownField),
            ({"groups": ["store", "store"]}, checking.NamedTwice),
            ({"filters": [{"field": "store", "values": ["East"]}]}, checking.WrongValue),
            ({"filters": [{"field": "store", "values": [str(2**70)]}]}, checking.WrongValue),
            ({"filters": [{"field": "day", "values": ["soon"]}]}, checking.WrongValue),
            ({"filters": [{"field": "month", "op": "between", "values": ["202601"]}]}, checking.WrongValue),
            ({"filters": [{"field": "region", "op": "between", "values": ["a", "b"]}]}, checking.WrongValue),
            ({"groups": ["rfm"], "filters": [{"field": "quadrant", "values": ["q1"]}]}, checking.OneClassAtATime),
            ({"figures": ["points"], "groups": ["brand"]}, checking.OfWholeReceipts),
            ({"period": {**QUARTER, "from_date": "2010-01-01"}}, checking.PeriodTooLong),
            ({"period": {**QUARTER, "from_date": "2026-05-01", "to_date": "2026-06-01"}}, checking.WrongPeriod),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, shop: Engine, more: Any, refusal: type[Refusal]) -> None:
        asked = Cut.model_validate({"figures": ["net_minor"], "period": QUARTER, **more})
        with pytest.raises(refusal):
            queries.cut(asked, as_of=DAY, reader=Reader(SHANGHAI), engine=shop)

    @pytest.mark.parametrize(
        "more", [{"groups": ["day", "store", "brand", "tier", "sku"]}, {"figures": []}, {"sql": "DROP"}, {"top": 0}]
    )
    def test_what_is_no_document_is_none(self, more: Any) -> None:
        with pytest.raises(ValidationError):
            Cut.model_validate({"figures": ["net_minor"], "period": QUARTER, **more})

    def test_too_many_rows_are_refused(self, take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "MOST_ROWS", 3)
        with pytest.raises(reading.CutTooManyRows):
            take("net_minor", groups=["day"])

    def test_an_engine_that_works_too_long_is_stopped(self, shop: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        endless = "SELECT SUM(a.range * b.range) FROM range(10000000) a, range(10000000) b"
        monkeypatch.setattr(writing.binding, "bind", lambda *_, **__: writing.Statement(endless, {}))
        asked = Cut.model_validate({"figures": ["net_minor"], "period": QUARTER})
        with pytest.raises(answering.CutTooHeavy):
            queries.cut(asked, as_of=DAY, reader=Reader(SHANGHAI, seconds=0.2), engine=shop)
        assert shop.rows("SELECT 1", {}).rows == ((1,),)


class TestPeriods:
    TUESDAY = date(2026, 3, 10)

    @pytest.mark.parametrize(
        ("period", "first", "end"),
        [
            ({"kind": "named", "name": "today"}, "2026-03-10", "2026-03-11"),
            ({"kind": "named", "name": "yesterday"}, "2026-03-09", "2026-03-10"),
            ({"kind": "named", "name": "this_week"}, "2026-03-09", "2026-03-11"),
            ({"kind": "named", "name": "last_week"}, "2026-03-02", "2026-03-09"),
            ({"kind": "named", "name": "this_month"}, "2026-03-01", "2026-03-11"),
            ({"kind": "named", "name": "last_month"}, "2026-02-01", "2026-03-01"),
            ({"kind": "named", "name": "this_quarter"}, "2026-01-01", "2026-03-11"),
            ({"kind": "named", "name": "last_quarter"}, "2025-10-01", "2026-01-01"),
            ({"kind": "named", "name": "this_year"}, "2026-01-01", "2026-03-11"),
            ({"kind": "named", "name": "last_year"}, "2025-01-01", "2026-01-01"),
            ({"kind": "fixed", "from_date": "2026-01-01", "to_date": "2026-02-01"}, "2026-01-01", "2026-02-01"),
            ({"kind": "fixed", "from_date": "2026-01-01", "to_date": "2027-01-01"}, "2026-01-01", "2026-03-11"),
            ({"kind": "last", "count": 7, "unit": "day"}, "2026-03-03", "2026-03-10"),
            ({"kind": "last", "count": 2, "unit": "week"}, "2026-02-23", "2026-03-09"),
            ({"kind": "last", "count": 12, "unit": "month"}, "2025-03-01", "2026-03-01"),
        ],
    )
    def test_words_mean_days(self, period: Any, first: str, end: str) -> None:
        asked = Cut.model_validate({"figures": ["net_minor"], "period": period})
        meant = days.meant(asked.period, self.TUESDAY)
        assert (meant.from_.isoformat(), meant.to.isoformat()) == (first, end)

    def test_a_zone_that_turns_its_clocks_has_a_bound_for_each_turn(self) -> None:
        turns = list(days.offsets(ZoneInfo("Europe/Berlin"), date(2026, 3, 1), date(2026, 11, 1)))
        assert [minutes for _, minutes in turns] == [60, 120, 60]
        assert [f"{instant:%m-%d %H:%M}" for instant, _ in turns[1:]] == ["03-29 01:00", "10-25 01:00"]
        assert len(list(days.offsets(SHANGHAI, date(2026, 1, 1), date(2027, 1, 1)))) == 1


class TestOffered:
    def test_a_filter_is_offered_what_there_is_within_reach(self, shop: Engine) -> None:
        def offered(name: str, text: str = "", stores: frozenset[int] | None = None) -> list[str]:
            found = queries.cut_values(name, text, as_of=DAY, stores=stores, engine=shop)
            return [label.en for _, label in found]

        assert offered("store") == ["E East", "W West"]
        assert offered("store", "", frozenset({WEST})) == ["W West"]
        assert offered("brand", "cra") == ["Crane"]
        assert offered("brand", "' OR 1=1") == []
        assert offered("weekday", "周六") == ["Sat"]


def test_spark_can_read_every_cut() -> None:
    for view in ("owner", "seller"):
        for group in GROUPS:
            figures = [one.name for one in SUMS if not (one.whole and group.of_goods)][:12]
            asked = {"view": view, "figures": figures, "groups": [group.name], "period": QUARTER}
            _spoken(Cut.model_validate(asked))
        rest = [one.name for one in SUMS][12:] + [one.name for one in RATIOS]
        for figure in rest:
            _spoken(Cut.model_validate({"view": view, "figures": [figure], "period": QUARTER, "compare": "year"}))


def _spoken(asked: Cut) -> None:
    span = days.meant(asked.period, DAY)
    grain = checking.checked(asked, span, DAY)
    page = writing.Writing(asked, grain, span, DAY, frozenset({EAST}), SHANGHAI, Rules(DAY))
    for shift in (None, days.shift_of(asked.compare, span)):
        (spoken,) = sqlglot.transpile(
            page.statement(shift).sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        for absent in ("QUALIFY", "FILTER(", "APPROX", "LIST_AGG", "LIST_VALUE", "ANY_VALUE"):
            assert absent not in spoken.upper()
