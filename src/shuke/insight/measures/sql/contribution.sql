-- Two scores for every member, 0 to 100: the share of members whom she outdoes. Contribution weighs sales and margin,
-- activity the visits and how lately she came. Equal members have equal scores.
WITH did AS (
    SELECT p.member_id, p.store_id, COALESCE(SUM(t.net_minor), 0) AS net_minor,
           COALESCE(SUM(t.margin_minor), 0) AS margin_minor, COALESCE(SUM(t.stands), 0) AS visits,
           DATEDIFF('day', p.last_on, $as_of) AS days
    FROM population p
    LEFT JOIN member_trades t
      ON t.member_id = p.member_id AND t.business_date >= $from AND t.business_date < $to
    GROUP BY p.member_id, p.store_id, p.last_on
),
outdone AS (
    SELECT member_id, store_id, net_minor, margin_minor, visits, days,
           COUNT(*) OVER () AS members,
           RANK() OVER (ORDER BY net_minor) - 1 AS by_sales,
           RANK() OVER (ORDER BY margin_minor) - 1 AS by_margin,
           RANK() OVER (ORDER BY visits) - 1 AS by_visits,
           RANK() OVER (ORDER BY days DESC NULLS FIRST) - 1 AS by_recency
    FROM did
)
SELECT member_id, store_id, net_minor, margin_minor, visits, days,
       (by_sales + by_margin) * 100 // (2 * members) AS contribution,
       (by_visits + by_recency) * 100 // (2 * members) AS activity
FROM outdone
ORDER BY contribution DESC, activity DESC, member_id
LIMIT $limit
