-- The real 80/20: what the best 1, 5, 10, 20 … 100 % of the period's buyers bring, by sales or by margin.
WITH brought AS (
    SELECT t.member_id, SUM(CASE WHEN $by = 'margin' THEN t.margin_minor ELSE t.net_minor END) AS minor
    FROM member_trades_of_period t
    JOIN population p ON p.member_id = t.member_id
    GROUP BY t.member_id
    HAVING SUM(t.stands) > 0
),
ranked AS (
    SELECT member_id, minor, ROW_NUMBER() OVER (ORDER BY minor DESC, member_id) AS place, COUNT(*) OVER () AS buyers
    FROM brought
),
counted AS (
    SELECT k.percent, r.member_id, r.minor,
           CASE WHEN r.place <= (r.buyers * k.percent + 99) // 100 THEN 1 ELSE 0 END AS among
    FROM ranked r
    CROSS JOIN (VALUES (1), (5), (10), (20), (30), (40), (50), (60), (70), (80), (90), (100)) AS k(percent)
)
SELECT percent, SUM(among) AS members, SUM(CASE WHEN among = 1 THEN minor ELSE 0 END) AS minor, SUM(minor) AS all_minor
FROM counted
GROUP BY percent
ORDER BY percent
