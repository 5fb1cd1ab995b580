-- For each day on which anybody bought and each cycle, the days on which a purchase of that day would turn:
-- adding months is slow, and a chain has far fewer days than purchases.
SELECT
    d.day_on, c.cycle,
    CAST(d.day_on + INTERVAL 1 MONTH * c.new_months + INTERVAL 1 DAY * c.new_days AS DATE) AS new_until,
    CAST(d.day_on + INTERVAL 1 MONTH * c.silent_months + INTERVAL 1 DAY * c.silent_days AS DATE) AS silent_on,
    CAST(d.day_on + INTERVAL 1 MONTH * c.dormant_months + INTERVAL 1 DAY * c.dormant_days AS DATE) AS dormant_on,
    CAST(d.day_on + INTERVAL 1 MONTH * c.lost_months + INTERVAL 1 DAY * c.lost_days AS DATE) AS lost_on
FROM (SELECT DISTINCT business_date AS day_on FROM receipts) AS d
CROSS JOIN rule_cycles c
