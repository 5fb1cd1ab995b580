-- The cut points found among the members who bought: the value at each percentage of the row of members,
-- so that equal members always get equal scores.
SELECT
    MAX(CASE WHEN by_days = (buyers * $p1 + 99) // 100 THEN days END) AS r1,
    MAX(CASE WHEN by_days = (buyers * $p2 + 99) // 100 THEN days END) AS r2,
    MAX(CASE WHEN by_days = (buyers * $p3 + 99) // 100 THEN days END) AS r3,
    MAX(CASE WHEN by_days = (buyers * $p4 + 99) // 100 THEN days END) AS r4,
    MAX(CASE WHEN by_purchases = (buyers * $p1 + 99) // 100 THEN window_purchases END) + 1 AS f1,
    MAX(CASE WHEN by_purchases = (buyers * $p2 + 99) // 100 THEN window_purchases END) + 1 AS f2,
    MAX(CASE WHEN by_purchases = (buyers * $p3 + 99) // 100 THEN window_purchases END) + 1 AS f3,
    MAX(CASE WHEN by_purchases = (buyers * $p4 + 99) // 100 THEN window_purchases END) + 1 AS f4,
    MAX(CASE WHEN by_amount = (buyers * $p1 + 99) // 100 THEN window_minor END) + 1 AS m1,
    MAX(CASE WHEN by_amount = (buyers * $p2 + 99) // 100 THEN window_minor END) + 1 AS m2,
    MAX(CASE WHEN by_amount = (buyers * $p3 + 99) // 100 THEN window_minor END) + 1 AS m3,
    MAX(CASE WHEN by_amount = (buyers * $p4 + 99) // 100 THEN window_minor END) + 1 AS m4
FROM (
    SELECT
        days, window_purchases, window_minor,
        COUNT(*) OVER () AS buyers,
        ROW_NUMBER() OVER (ORDER BY days) AS by_days,
        ROW_NUMBER() OVER (ORDER BY window_purchases) AS by_purchases,
        ROW_NUMBER() OVER (ORDER BY window_minor) AS by_amount
    FROM (
        SELECT DATEDIFF('day', last_on, $as_of) AS days, window_purchases, window_minor
        FROM population
        WHERE window_purchases > 0
    ) AS bought
) AS placed
