-- What became of each class of value from the first day of the period to the last: above all, potential to high.
WITH windows AS (
    SELECT p.member_id,
        SUM(CASE WHEN t.business_date >= $window_from_before AND t.business_date < $from THEN t.stands ELSE 0 END)
            AS purchases_before,
        SUM(CASE WHEN t.business_date >= $window_from_before AND t.business_date < $from THEN t.net_minor ELSE 0 END)
            AS minor_before,
        SUM(CASE WHEN t.business_date >= $window_from_after AND t.business_date < $to THEN t.stands ELSE 0 END)
            AS purchases_after,
        SUM(CASE WHEN t.business_date >= $window_from_after AND t.business_date < $to THEN t.net_minor ELSE 0 END)
            AS minor_after
    FROM population p
    LEFT JOIN member_trades t ON t.member_id = p.member_id
    GROUP BY p.member_id
),
classes AS (
    SELECT
        member_id,
        CASE WHEN purchases_before >= $frequent_from AND COALESCE(minor_before, 0) >= $large_from_minor THEN 'high'
             WHEN purchases_before >= $frequent_from OR COALESCE(minor_before, 0) >= $large_from_minor
             THEN 'potential' ELSE 'ordinary' END AS from_class,
        CASE WHEN purchases_after >= $frequent_from AND COALESCE(minor_after, 0) >= $large_from_minor THEN 'high'
             WHEN purchases_after >= $frequent_from OR COALESCE(minor_after, 0) >= $large_from_minor
             THEN 'potential' ELSE 'ordinary' END AS to_class
    FROM windows
)
SELECT from_class,
       COUNT(*) AS members,
       SUM(CASE WHEN to_class = 'high' THEN 1 ELSE 0 END) AS to_high,
       SUM(CASE WHEN to_class = 'potential' THEN 1 ELSE 0 END) AS to_potential,
       SUM(CASE WHEN to_class = 'ordinary' THEN 1 ELSE 0 END) AS to_ordinary
FROM classes
GROUP BY from_class
ORDER BY from_class
