-- The ladder of visits: in each store, how many members came on a first, a second, a third day, …
WITH visits AS (
    SELECT t.member_id, CASE WHEN $by_owner = 1 THEN p.store_id ELSE t.store_id END AS store_id,
           COUNT(DISTINCT t.business_date) AS days
    FROM member_trades t
    JOIN population p ON p.member_id = t.member_id
    WHERE t.stands = 1 AND t.business_date >= $from AND t.business_date < $to
    GROUP BY t.member_id, CASE WHEN $by_owner = 1 THEN p.store_id ELSE t.store_id END
)
SELECT v.store_id, n.rung, SUM(CASE WHEN v.days >= n.rung THEN 1 ELSE 0 END) AS members,
       SUM(CASE WHEN v.days >= n.rung - 1 THEN 1 ELSE 0 END) AS from_members
FROM visits v
CROSS JOIN rule_rungs n
GROUP BY v.store_id, n.rung
ORDER BY v.store_id NULLS FIRST, n.rung
