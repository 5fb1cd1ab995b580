"""The golden table of refunds (A11): forty cases worked by hand, each with the article it follows.

Amounts are yuan, as a person would write them. Articles are those of 法释〔2025〕4号.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shuke.foundation import money
from shuke.foundation.policy import rules
from shuke.foundation.policy.types import Cause, Prepaid

OPERATOR, CONSUMER = Cause.OPERATOR, Cause.CONSUMER
SHANGHAI = ZoneInfo("Asia/Shanghai")


def fen(yuan: str | None) -> int | None:
    return None if yuan is None else money.parse_fen(yuan)


# (case, cause, (paid, gift, taken, at full price) per top-up in the order of time, refund, articles)
VALUE_CARDS = [
    (1, "gift, used 600 of face", OPERATOR, [("1000", "200", "600", None)], "500.00", {"18-2"}),
    (2, "gift, used 600 of face", CONSUMER, [("1000", "200", "600", None)], "400.00", {"19"}),
    (3, "20 % off: list 500 taken for 400", OPERATOR, [("1000", "0", "400", "500")], "600.00", {"18-1"}),
    (4, "20 % off: list 500 taken for 400", CONSUMER, [("1000", "0", "400", "500")], "500.00", {"19"}),
    (5, "half price: list 1,600 exceeds paid", CONSUMER, [("1000", "0", "800", "1600")], "0.00", {"19", "20"}),
    (9, "a third of a fen is the consumer's", OPERATOR, [("1000", "200", "333.33", None)], "722.23", {"18-2"}),
    (
        10,
        "two top-ups, the oldest used first",
        OPERATOR,
        [("1000", "200", "700", None), ("500", "0", "0", None)],
        "916.67",
        {"18-1", "18-2"},
    ),
    (11, "nothing used, no gift", OPERATOR, [("500", "0", "0", None)], "500.00", {"15"}),
    (12, "nothing used, no gift", CONSUMER, [("500", "0", "0", None)], "500.00", {"15", "19"}),
    (13, "nothing used, gift is not paid out", OPERATOR, [("500", "100", "0", None)], "500.00", {"18-2"}),
    (14, "nothing used, gift is not paid out", CONSUMER, [("500", "100", "0", None)], "500.00", {"19"}),
    (15, "all of face used", OPERATOR, [("1000", "200", "1200", None)], "0.00", {"18-2"}),
    (16, "all of face used, no claim for 200", CONSUMER, [("1000", "200", "1200", None)], "0.00", {"19", "20"}),
    (17, "used exactly what was paid", CONSUMER, [("1000", "200", "1000", None)], "0.00", {"19"}),
    (18, "used exactly what was paid", OPERATOR, [("1000", "200", "1000", None)], "166.67", {"18-2"}),
    (19, "one fen over what was paid", CONSUMER, [("1000", "200", "1000.01", None)], "0.00", {"19", "20"}),
    (20, "one fen used", OPERATOR, [("1000", "200", "0.01", None)], "1000.00", {"18-2"}),
    (21, "one fen used", CONSUMER, [("1000", "200", "0.01", None)], "999.99", {"19"}),
    (22, "pay 300 get 30, used 99", OPERATOR, [("300", "30", "99", None)], "210.00", {"18-2"}),
    (23, "pay 300 get 30, used 99", CONSUMER, [("300", "30", "99", None)], "201.00", {"19"}),
    (24, "pay 500 get 500, used 1", OPERATOR, [("500", "500", "1", None)], "499.50", {"18-2"}),
    (25, "gift and 10 % off: list 600 for 540", OPERATOR, [("1000", "200", "540", "600")], "550.00", {"18-2"}),
    (26, "gift and 10 % off: list 600 for 540", CONSUMER, [("1000", "200", "540", "600")], "400.00", {"19"}),
    (
        27,
        "excess of one top-up is not taken from the next",
        CONSUMER,
        [("1000", "200", "1200", None), ("500", "50", "100", None)],
        "400.00",
        {"19", "20"},
    ),
    (
        28,
        "three top-ups of different ratios",
        OPERATOR,
        [("200", "20", "220", None), ("300", "60", "60", None), ("100", "0", "0", None)],
        "350.00",
        {"18-1", "18-2"},
    ),
    (
        29,
        "sevenths: pay 700 get 70, used 100; pay 70 get 7, used 10",
        OPERATOR,
        [("700", "70", "100", None), ("70", "7", "10", None)],
        "670.01",
        {"18-2"},
    ),
]


@pytest.mark.parametrize(("number", "what", "cause", "top_ups", "refund", "articles"), VALUE_CARDS)
def test_value_card(number, what, cause, top_ups, refund, articles):
    parts = [rules.refund(Prepaid(*map(fen, top_up)), cause) for top_up in top_ups]

    assert money.yuan(sum(part.refund_minor for part in parts)) == refund
    assert articles <= {article for part in parts for article in part.articles}


# (case, cause, paid, sessions paid, gift, used, single price, refund, articles)
SESSION_CARDS = [
    (30, "10 + 2 sessions, 6 used", OPERATOR, "1000", 10, 2, 6, "120", "500.00", {"18-2"}),
    (31, "10 + 2 sessions, 6 used", CONSUMER, "1000", 10, 2, 6, "120", "280.00", {"19"}),
    (32, "3 sessions for 100, 1 used", OPERATOR, "100", 3, 0, 1, "50", "66.67", {"18-1"}),
    (33, "used at single price exceeds paid", CONSUMER, "1000", 10, 2, 9, "120", "0.00", {"19", "20"}),
]


@pytest.mark.parametrize(
    ("number", "what", "cause", "paid", "bought", "gift", "used", "single", "refund", "articles"), SESSION_CARDS
)
def test_session_card(number, what, cause, paid, bought, gift, used, single, refund, articles):
    part = rules.refund_of_sessions(
        paid_minor=fen(paid),
        sessions_paid=bought,
        sessions_gift=gift,
        sessions_used=used,
        session_list_minor=fen(single),
        cause=cause,
    )

    assert money.yuan(part.refund_minor) == refund
    assert articles <= set(part.articles)


# (case, paid, first day, day after the last, first day not used, refund): article 22, whoever caused it
PERIOD_CARDS = [
    (6, "year card after 100 of 365 days", "3650", (2025, 6, 1), (2026, 6, 1), (2025, 9, 9), "2650.00"),
    (34, "ended before it began", "3650", (2025, 6, 1), (2026, 6, 1), (2025, 5, 20), "3650.00"),
    (35, "ended on its last day's midnight", "3650", (2025, 6, 1), (2026, 6, 1), (2026, 6, 1), "0.00"),
    (36, "leap year of 366 days, 1 day used", "366", (2027, 6, 1), (2028, 6, 1), (2027, 6, 2), "365.00"),
    (37, "quarter of 92 days after 31, fraction up", "1000", (2025, 7, 1), (2025, 10, 1), (2025, 8, 1), "663.05"),
]


@pytest.mark.parametrize(("number", "what", "paid", "first", "end", "ended", "refund"), PERIOD_CARDS)
def test_period_card(number, what, paid, first, end, ended, refund):
    part = rules.refund_of_period(
        paid_minor=fen(paid), from_date=date(*first), to_date=date(*end), ended_on=date(*ended)
    )

    assert (money.yuan(part.refund_minor), part.articles) == (refund, ("22",))


# (case, paid at, asked at, wall clock of Shanghai, within the seven days of article 14)
SEVEN_DAYS = [
    (7, "asked in the last second", (2025, 5, 5, 10, 0, 0), (2025, 5, 12, 23, 59, 59), True),
    (8, "asked a second later", (2025, 5, 5, 10, 0, 0), (2025, 5, 13, 0, 0, 0), False),
    (38, "paid in the last second of a day", (2025, 5, 5, 23, 59, 59), (2025, 5, 12, 23, 59, 59), True),
    (39, "paid in the first second of the next", (2025, 5, 6, 0, 0, 0), (2025, 5, 13, 23, 59, 59), True),
    (40, "over the end of February", (2028, 2, 26, 9, 0, 0), (2028, 3, 5, 0, 0, 0), False),
]


@pytest.mark.parametrize(("number", "what", "paid", "asked", "within"), SEVEN_DAYS)
def test_seven_days(number, what, paid, asked, within):
    days = [datetime(*moment, tzinfo=SHANGHAI).astimezone(UTC).astimezone(SHANGHAI).date() for moment in (paid, asked)]

    assert rules.is_within_days(*days, days=7) is within


def test_all_comes_back_within_seven_days():
    back = rules.refund_in_seven_days(Prepaid(100_000, 20_000))

    assert (back.refund_minor, back.articles) == (100_000, ("14",))


def test_the_table_has_forty_cases():
    tables = (VALUE_CARDS, SESSION_CARDS, PERIOD_CARDS, SEVEN_DAYS)

    assert sorted(case[0] for table in tables for case in table) == list(range(1, 41))
