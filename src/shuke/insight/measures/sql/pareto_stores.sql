-- What the best 20 % of each store's buyers bring there.
WITH brought AS (
    SELECT t.member_id, CASE WHEN $by_owner = 1 THEN p.store_id ELSE t.store_id END AS store_id,
           SUM(CASE WHEN $by = 'margin' THEN t.margin_minor ELSE t.net_minor END) AS minor
    FROM member_trades t
    JOIN population p ON p.member_id = t.member_id
    WHERE t.business_date >= $from AND t.business_date < $to
    GROUP BY t.member_id, CASE WHEN $by_owner = 1 THEN p.store_id ELSE t.store_id END
    HAVING SUM(t.stands) > 0
),
ranked AS (
    SELECT store_id, minor,
           ROW_NUMBER() OVER (PARTITION BY store_id ORDER BY minor DESC, member_id) AS place,
           COUNT(*) OVER (PARTITION BY store_id) AS buyers
    FROM brought
)
SELECT store_id, MAX(buyers) AS buyers,
       SUM(CASE WHEN place <= (buyers * 20 + 99) // 100 THEN 1 ELSE 0 END) AS members,
       SUM(CASE WHEN place <= (buyers * 20 + 99) // 100 THEN minor ELSE 0 END) AS minor,
       SUM(minor) AS all_minor
FROM ranked
GROUP BY store_id
ORDER BY store_id NULLS FIRST
