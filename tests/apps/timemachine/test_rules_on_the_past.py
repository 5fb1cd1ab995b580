"""Each kind of rule on the same small story, against figures reckoned by hand and against the books themselves."""

from datetime import date

import pytest
from django.db.models import Sum
from tests.apps.timemachine.conftest import NOW, SINCE, changed, put_in_force, rows_of

from shuke.foundation.actors import SYSTEM
from shuke.insight.timemachine import queries
from shuke.insight.timemachine.types import Direction, TrialKind
from shuke.insight.warehouse import operations as warehouse
from shuke.ledgers.book import queries as book
from shuke.ledgers.book.types import member
from shuke.ledgers.growth import operations as growth
from shuke.ledgers.growth import queries as tiers
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.types import GrantKind
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.ledgers.points.models import PointsEarning
from shuke.selling.sales import operations as sales

pytestmark = pytest.mark.django_db

PLAIN = {"points": 1, "per_fen": 100}
HALF = date(2025, 3, 1)


# --- points


@pytest.mark.parametrize("since", [SINCE, date(2025, 2, 12), HALF])
def test_the_present_points_rule_gives_exactly_what_the_book_has(sold, try_out, since):
    outcome = try_out(TrialKind.POINTS, DEFAULT_RULE, since=since)

    booked = PointsEarning.objects.filter(business_date__gte=since).aggregate(sum=Sum("points"))["sum"]
    assert (outcome.old, outcome.new, outcome.difference) == (booked, booked, 0)
    assert (outcome.booked, outcome.reconciled) == (booked, True)
    assert (outcome.movers_up, outcome.movers_down) == (0, 0)
    assert sum(row[3] for row in rows_of(outcome, "by_store")) == booked


def test_the_book_and_the_replay_agree_member_by_member(sold, try_out):
    outcome = try_out(TrialKind.POINTS, changed(DEFAULT_RULE, points=2))

    replayed = {each.member_id: each.before for each in queries.movers(queries.latest(1)[0].id)}
    balances = {key: book.balance(member(key), "points") for key in sold.members.values()}
    assert replayed == {key: held.available + held.pending - held.debt for key, held in balances.items()}
    assert outcome.movers_up == 3


def test_a_daily_cap_is_used_up_in_the_order_in_which_it_was(shop, story, try_out):
    rule = changed(DEFAULT_RULE, cap_per_day=500, cap_per_receipt=450)
    put_in_force("points.earn", rule)
    sales.record_many(receipts=story, source="till", by=SYSTEM, at=NOW, replay_rules=True)

    outcome = try_out(TrialKind.POINTS, rule)

    assert (outcome.difference, outcome.reconciled) == (0, True)


def test_points_of_a_draft_are_those_reckoned_by_hand(sold, try_out):
    """One point a yuan and nothing else: Anna 250 + 300 − 50 + 450, Bella 650 − 200 + 200, Cora 4150 − 200."""
    outcome = try_out(TrialKind.POINTS, changed(PLAIN, redemption={"points": 100, "fen": 50}))

    by_member = {each.member_id: each.after for each in queries.movers(queries.latest(1)[0].id)}
    anna, bella, cora = sold.members.values()
    assert outcome.new == 950 + 650 + 3950
    by_hand = {anna: 950, bella: 650, cora: 3950}
    assert by_member
    assert {key: by_hand[key] for key in by_member} == by_member
    assert outcome.totals["cost_new_minor"] == outcome.new * 50 // 100
    assert outcome.totals["cost_old_minor"] == outcome.old * 100 // 100
    assert outcome.difference < 0 < outcome.movers_down


def test_one_store_is_counted_and_the_rest_is_known(sold, try_out):
    outcome = try_out(TrialKind.POINTS, PLAIN, store_id=sold.stores["S2"])

    assert (outcome.new, outcome.members, outcome.receipts) == (250, 1, 2)
    assert [row[0] for row in rows_of(outcome, "by_store")] == ["S2"]


def test_receipts_that_never_met_a_rule_can_be_tried_too(sold_without_rules, try_out):
    outcome = try_out(TrialKind.POINTS, PLAIN)

    assert (outcome.old, outcome.new) == (0, 950 + 650 + 3950)
    assert outcome.reconciled is None
    assert outcome.totals["receipts_never_booked"] == outcome.receipts == 9


def test_holes_and_overlaps_of_a_points_rule_are_named(sold, try_out):
    days = {"first_day": "2025-05-01", "last_day": "2025-05-31"}
    draft = changed(
        PLAIN,
        tiers={"2": 150, "3": 120, "9": 200},
        categories=[{"path": "/烟酒/", "percent": 200}],
        campaigns=[{"code": "a", "percent": 200, **days}, {"code": "b", "percent": 300, **days}],
    )
    found = {each.code for each in try_out(TrialKind.POINTS, draft).findings}

    assert found == {"no_such_category", "no_such_level", "level_left_out", "tier_falls", "campaigns_overlap"}


# --- tiers


@pytest.mark.parametrize("since", [SINCE, HALF])
def test_the_present_tiers_give_exactly_the_standings(sold, try_out, since):
    growth.grant(member_id=sold.members["bella"], level=4, kind=GrantKind.MANUAL, reason="老客", by=SYSTEM, at=NOW)
    growth.run_daily(on=NOW.date(), by=SYSTEM, at=NOW)

    outcome = try_out(TrialKind.TIERS, DEFAULT_RULES, since=since, until=NOW.date())

    assert (outcome.difference, outcome.movers_up, outcome.movers_down) == (0, 0, 0)
    assert (outcome.booked, outcome.reconciled) == (3, True)
    standings = [tiers.explain(key, as_of=date(2026, 3, 9)).level for key in sold.members.values()]
    assert {int(row[0]): row[3] for row in rows_of(outcome, "by_level") if row[3]} == {
        level: standings.count(level) for level in set(standings)
    }


def test_a_lower_threshold_moves_members_up_and_costs_their_discount(sold, try_out):
    easier = changed(DEFAULT_RULES)
    easier["levels"][3]["qualifications"] = [{"kind": "single_order", "amount_minor": 400_000}]
    outcome = try_out(TrialKind.TIERS, easier)

    moved = queries.movers(queries.latest(1)[0].id)
    assert [(each.member_id, each.before_class, each.after_class) for each in moved] == [
        (sold.members["cora"], "gold", "black")
    ]
    assert (outcome.movers_up, outcome.movers_down) == (1, 0)
    assert ("gold", "金卡", "black", "黑金", 1) in rows_of(outcome, "moves")


def test_the_cost_of_tiers_is_the_discount_on_what_was_paid(sold, try_out):
    """In January Anna paid 250 and Bella 650 yuan, both at the base that each held when her day began."""
    generous = changed(DEFAULT_RULES)
    generous["levels"][0]["benefits"] = [{"kind": "discount", "percent_off": 10}]
    outcome = try_out(TrialKind.TIERS, generous, since=SINCE, until=date(2025, 1, 31))

    assert outcome.old == 0
    assert outcome.new == (25_000 + 65_000) * 10 // 100


def test_a_merged_account_counts_for_its_survivor(sold, try_out):
    """What was absorbed is nobody's any more; the joint history makes the one standing that there is."""
    cora, anna = sold.members["cora"], sold.members["anna"]
    growth.absorb(survivor_id=anna, absorbed_id=cora, merge_id=9, by=SYSTEM, at=NOW)

    outcome = try_out(TrialKind.TIERS, DEFAULT_RULES, until=date(2026, 3, 11))

    assert (outcome.members, outcome.difference) == (2, 0)
    levels = {int(row[0]): row[3] for row in rows_of(outcome, "by_level") if row[3]}
    assert levels[tiers.standing(anna).level] >= 1


def test_history_without_rules_makes_tiers_under_a_draft(sold_without_rules, try_out):
    outcome = try_out(TrialKind.TIERS, DEFAULT_RULES)

    assert {row[0]: row[3] for row in rows_of(outcome, "by_level")}["3"] == 1
    assert outcome.reconciled is None


def test_a_bad_programme_is_named_by_the_linter(sold, try_out):
    upside_down = changed(DEFAULT_RULES)
    upside_down["levels"][3]["qualifications"] = upside_down["levels"][1]["qualifications"][:1]

    assert "threshold_not_rising" in {each.code for each in try_out(TrialKind.TIERS, upside_down).findings}


# --- coupons

OFF_30 = {
    "name": "满200减30",
    "gives": {"kind": "amount_off", "amount_minor": 3_000},
    "validity": {"kind": "from_grant", "days": 30},
    "threshold_minor": 20_000,
    "goods": {"category_paths": ["/母婴/奶粉/"]},
}


def test_a_coupon_counts_every_basket_it_fits_and_what_a_member_may_use(sold, try_out):
    """Milk powder for 200 yuan is in every sale of a member: Anna 3, Bella 2, Cora 1."""
    free, limited = (
        try_out(TrialKind.COUPON, OFF_30, key="K"),
        try_out(TrialKind.COUPON, OFF_30 | {"per_member": 1}, key="K"),
    )

    assert (free.old, free.new) == (0, 6 * 3_000)
    assert (limited.new, limited.totals["off_without_limit_new_minor"]) == (3 * 3_000, 6 * 3_000)
    assert limited.totals["baskets_usable_new"] == 6
    assert {each.code for each in limited.notes} >= {"upper_bound"}
    assert "without_limit" in {each.code for each in free.findings}


def test_a_coupon_is_compared_with_the_template_in_force(sold, try_out):
    put_in_force("coupons.template", OFF_30, key="K")
    outcome = try_out(TrialKind.COUPON, OFF_30 | {"gives": {"kind": "percent_off", "percent_off": 10}}, key="K")

    anna, bella, cora = 2_000 + 2_000 + 4_000, 6_000 + 2_000, 40_000
    assert (outcome.old, outcome.new) == (18_000, anna + bella + cora)
    moved = {each.member_id: each.direction for each in queries.movers(queries.latest(1)[0].id)}
    assert moved == {
        sold.members["anna"]: Direction.DOWN,
        sold.members["bella"]: Direction.UP,
        sold.members["cora"]: Direction.UP,
    }


def test_a_coupon_that_fits_nothing_says_so(sold, try_out):
    nowhere = OFF_30 | {"goods": {"category_paths": ["/烟酒/"]}, "store_ids": [9], "channels": ["mall"]}
    found = {each.code for each in try_out(TrialKind.COUPON, nowhere, key="K").findings}

    assert found >= {"never_usable", "no_such_category", "no_such_store", "no_such_channel"}


# --- promotions

TWENTY_OFF = {
    "zh": "满300减20",
    "en": "20 off 300",
    "offer": {"kind": "threshold", "steps": [{"at": 30_000, "amount_off_minor": 2_000}]},
}


def test_a_promotion_reprices_every_basket_members_or_not(sold, try_out):
    """Over 300 yuan: nobody's 400, Anna's 300 and 450, Bella's 650, Cora's 4150; the anonymous one counts."""
    outcome = try_out(TrialKind.PROMOTION, TWENTY_OFF, key="P")

    assert (outcome.old, outcome.new) == (0, 5 * 2_000)
    assert outcome.totals["baskets_touched_new"] == 5
    assert {row[0]: row[4] for row in rows_of(outcome, "by_store")} == {"S1": 8_000, "S2": 2_000}
    assert {row[0]: row[4] for row in rows_of(outcome, "by_class")}["nobody"] == 2_000
    assert outcome.movers_up == 3


def test_a_promotion_is_compared_with_the_one_it_replaces(sold, try_out):
    put_in_force("promotions.rule", TWENTY_OFF, key="P")
    dearer = TWENTY_OFF | {"offer": {"kind": "threshold", "steps": [{"at": 40_000, "amount_off_minor": 2_000}]}}
    outcome = try_out(TrialKind.PROMOTION, dearer, key="P")

    assert (outcome.old, outcome.new, outcome.movers_down) == (10_000, 8_000, 1)
    same = try_out(TrialKind.PROMOTION, TWENTY_OFF, key="P")
    assert (same.difference, same.movers_up, same.movers_down) == (0, 0, 0)


def test_lines_at_the_floor_and_below_cost_are_counted(sold, try_out):
    put_in_force("promotions.policy", {"floor_percent_of_list": 60}, since=SINCE)
    halved = TWENTY_OFF | {"offer": {"kind": "threshold", "steps": [{"at": 1, "percent_off": 50}]}}
    outcome = try_out(TrialKind.PROMOTION, halved, key="P")

    assert outcome.totals["lines_held_at_floor_new"] == 12
    assert outcome.totals["lines_below_cost_new"] == 7


# --- quadrants


@pytest.mark.django_db(transaction=True)
def test_quadrants_by_two_rules_and_who_moves(sold, try_out, settings, tmp_path):
    settings.SHUKE_HOME = tmp_path
    warehouse.export(at=NOW)
    one = {"key": "q1", "zh": "大额", "en": "Large", "purchases_from": 1, "amount_from_minor": 60_000}
    rest = {"key": "q2", "zh": "其余", "en": "Rest", "purchases_from": 1}
    until = date(2025, 4, 1)
    outcome = try_out(TrialKind.QUADRANTS, {"window_months": 3, "boxes": [one, rest]}, until=until)

    placed = {row[0]: row[3] for row in rows_of(outcome, "by_class")}
    assert placed["q1"] + placed["q2"] == outcome.new == 3
    assert {each.code for each in outcome.findings} == {"hole", "overlap"}
    same = try_out(TrialKind.QUADRANTS, {}, until=until)
    assert (same.old, same.new, same.movers_up, same.movers_down) == (3, 3, 0, 0)
