-- The steady base: sales of the last m months from members who bought in at least n of them.
WITH of_months AS (
    SELECT t.*
    FROM trades t
    JOIN rule_months m ON t.business_date >= m.starts AND t.business_date < m.ends
),
active AS (
    SELECT t.member_id, COUNT(DISTINCT m.place) AS months
    FROM member_trades t
    JOIN rule_months m ON t.business_date >= m.starts AND t.business_date < m.ends
    WHERE t.stands = 1
    GROUP BY t.member_id
),
counted AS (
    SELECT t.*,
           CASE WHEN t.member_id IS NULL THEN 'unidentified' WHEN a.months >= $n THEN 'steady' ELSE 'occasional' END AS base
    FROM of_months t
    LEFT JOIN active a ON a.member_id = t.member_id
),
sums AS (
    SELECT base, COUNT(DISTINCT member_id) AS members, SUM(stands) AS purchases, SUM(net_minor) AS net_minor
    FROM counted
    GROUP BY base
)
SELECT k.base, COALESCE(s.members, 0) AS members, COALESCE(s.purchases, 0) AS purchases,
       COALESCE(s.net_minor, 0) AS net_minor
FROM (VALUES (1, 'steady'), (2, 'occasional'), (3, 'unidentified')) AS k(place, base)
LEFT JOIN sums s ON s.base = k.base
ORDER BY k.place
