-- What the best 20 % of each store's buyers bring there.
WITH sold AS (
    SELECT CASE WHEN $by_owner = 1 THEN p.store_id ELSE t.store_id END AS whose,
           CASE WHEN $by = 'margin' THEN t.margin_minor ELSE t.net_minor END AS minor, t.*
    FROM member_trades_of_period t
    JOIN population p ON p.member_id = t.member_id
),
brought AS (
    SELECT member_id, whose, SUM(minor) AS minor
    FROM sold
    GROUP BY member_id, whose
    HAVING SUM(stands) > 0
),
counted AS (
    SELECT member_id, whose, minor, buyers, CASE WHEN place <= (buyers * 20 + 99) // 100 THEN 1 ELSE 0 END AS among
    FROM (
        SELECT member_id, whose, minor,
               ROW_NUMBER() OVER (PARTITION BY whose ORDER BY minor DESC, member_id) AS place,
               COUNT(*) OVER (PARTITION BY whose) AS buyers
        FROM brought
    ) AS ranked
),
receipts_of_best AS (
    SELECT s.whose, s.receipt_id, s.business_date, s.minor, c.among
    FROM sold s
    JOIN counted c ON c.member_id = s.member_id AND c.whose IS NOT DISTINCT FROM s.whose
)
SELECT whose AS store_id, COUNT(*) AS buyers, SUM(among) AS members,
       SUM(CASE WHEN among = 1 THEN minor ELSE 0 END) AS minor, SUM(minor) AS all_minor
FROM counted
GROUP BY whose
ORDER BY store_id NULLS FIRST
