-- The best customers by margin, and whether they were so in the period of the same length before: is the ranking steady?
WITH ranked AS (
    SELECT w.period, t.member_id, SUM(t.margin_minor) AS margin_minor, SUM(t.costed_minor) AS costed_minor,
           SUM(t.net_minor) AS net_minor, SUM(t.stands) AS purchases,
           ROW_NUMBER() OVER (PARTITION BY w.period ORDER BY SUM(t.margin_minor) DESC, SUM(t.net_minor) DESC, t.member_id) AS place
    FROM member_trades t
    JOIN population p ON p.member_id = t.member_id
    JOIN (SELECT 'now' AS period, $from AS starts, $to AS ends UNION ALL SELECT 'before', $before, $from) AS w
      ON t.business_date >= w.starts AND t.business_date < w.ends
    GROUP BY w.period, t.member_id
    HAVING SUM(t.stands) > 0
)
SELECT a.place, a.member_id, a.margin_minor, a.costed_minor, a.net_minor, a.purchases,
       b.place AS place_before, b.margin_minor AS margin_before_minor,
       CASE WHEN b.place <= $limit THEN 1 ELSE 0 END AS held
FROM ranked a
LEFT JOIN ranked b ON b.member_id = a.member_id AND b.period = 'before'
WHERE a.period = 'now' AND a.place <= $limit
ORDER BY a.place
