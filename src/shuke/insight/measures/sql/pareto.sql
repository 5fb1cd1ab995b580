-- The real 80/20: what the best 1, 5, 10, 20 … 100 % of the period's buyers bring, by sales or by margin.
WITH brought AS (
    SELECT t.member_id, SUM(CASE WHEN $by = 'margin' THEN t.margin_minor ELSE t.net_minor END) AS minor
    FROM member_trades t
    JOIN population p ON p.member_id = t.member_id
    WHERE t.business_date >= $from AND t.business_date < $to
    GROUP BY t.member_id
    HAVING SUM(t.stands) > 0
),
ranked AS (
    SELECT minor, ROW_NUMBER() OVER (ORDER BY minor DESC, member_id) AS place, COUNT(*) OVER () AS buyers
    FROM brought
)
SELECT k.percent,
       SUM(CASE WHEN r.place <= (r.buyers * k.percent + 99) // 100 THEN 1 ELSE 0 END) AS members,
       SUM(CASE WHEN r.place <= (r.buyers * k.percent + 99) // 100 THEN r.minor ELSE 0 END) AS minor,
       SUM(r.minor) AS all_minor
FROM ranked r
CROSS JOIN (VALUES (1), (5), (10), (20), (30), (40), (50), (60), (70), (80), (90), (100)) AS k(percent)
GROUP BY k.percent
ORDER BY k.percent
