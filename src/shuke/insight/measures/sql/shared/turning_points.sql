-- Each purchase of a member, with the days on which she would turn silent, dormant and lost if she did not come again,
-- and the day after which a further purchase counts. Of two on one day the earlier lasts for no time at all.
SELECT
    d.member_id, d.bought_on, d.next_on,
    CAST(d.first_on + INTERVAL 1 MONTH * c.new_months + INTERVAL 1 DAY * c.new_days AS DATE) AS new_until,
    CAST(d.bought_on + INTERVAL 1 MONTH * c.silent_months + INTERVAL 1 DAY * c.silent_days AS DATE) AS silent_on,
    CAST(d.bought_on + INTERVAL 1 MONTH * c.dormant_months + INTERVAL 1 DAY * c.dormant_days AS DATE) AS dormant_on,
    CAST(d.bought_on + INTERVAL 1 MONTH * c.lost_months + INTERVAL 1 DAY * c.lost_days AS DATE) AS lost_on,
    COALESCE(d.next_on + 1, DATE '9999-12-31') AS until
FROM (
    SELECT member_id, business_date AS bought_on,
           LEAD(business_date) OVER (PARTITION BY member_id ORDER BY business_date) AS next_on,
           MIN(business_date) OVER (PARTITION BY member_id) AS first_on
    FROM member_trades
    WHERE stands = 1
) AS d
JOIN cycle_of_member y ON y.member_id = d.member_id
JOIN rule_cycles c ON c.cycle = y.cycle
