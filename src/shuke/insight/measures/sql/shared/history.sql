-- Each member's purchases so far, and those within the window that the rule looks at.
SELECT
    member_id,
    MIN(CASE WHEN stands = 1 THEN business_date END) AS first_on,
    MAX(CASE WHEN stands = 1 THEN business_date END) AS last_on,
    COUNT(CASE WHEN stands = 1 THEN 1 END) AS purchases,
    COUNT(CASE WHEN stands = 1 AND business_date >= $window_from THEN 1 END) AS window_purchases,
    SUM(CASE WHEN business_date >= $window_from THEN net_minor ELSE 0 END) AS window_minor
FROM member_trades
GROUP BY member_id
