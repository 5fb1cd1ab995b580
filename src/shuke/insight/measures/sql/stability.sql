-- The steady base: sales of the last m months from members who bought in at least n of them.
WITH months AS (
    SELECT p.place, p.starts, p.ends FROM rule_months p
),
active AS (
    SELECT t.member_id, COUNT(DISTINCT m.place) AS months
    FROM member_trades t JOIN months m ON t.business_date >= m.starts AND t.business_date < m.ends
    WHERE t.stands = 1
    GROUP BY t.member_id
)
SELECT k.base, COUNT(DISTINCT t.member_id) AS members,
       COALESCE(SUM(t.stands), 0) AS purchases, COALESCE(SUM(t.net_minor), 0) AS net_minor
FROM (VALUES (1, 'steady'), (2, 'occasional'), (3, 'unidentified')) AS k(place, base)
LEFT JOIN (
    SELECT t.member_id, t.stands, t.net_minor,
           CASE WHEN t.member_id IS NULL THEN 'unidentified' WHEN a.months >= $n THEN 'steady' ELSE 'occasional' END AS base
    FROM trades t
    JOIN months m ON t.business_date >= m.starts AND t.business_date < m.ends
    LEFT JOIN active a ON a.member_id = t.member_id
) AS t ON t.base = k.base
GROUP BY k.place, k.base
ORDER BY k.place
