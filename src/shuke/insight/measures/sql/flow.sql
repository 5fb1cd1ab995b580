-- Members won and lost month by month, and what the swap did to profit: sales may stand still while margin goes.
-- A member who came is worth the margin of her first so many days, one who went that of her last, so that like meets like.
WITH turns AS (
    SELECT bought_on AS turned_on, member_id, 'gained' AS turn, bought_on AS worth_from
    FROM turning_points
    WHERE bought_on = first_on AND bought_on + 1 < until
    UNION ALL
    SELECT next_on, member_id, 'reactivated', next_on
    FROM turning_points
    WHERE lost_on <= next_on
    UNION ALL
    SELECT lost_on, member_id, 'lost', bought_on + 1 - $horizon
    FROM turning_points
    WHERE lost_on < until
),
of_period AS (
    SELECT t.turned_on, t.member_id, t.turn, t.worth_from
    FROM turns t JOIN whoever p ON p.member_id = t.member_id
    WHERE t.turned_on >= $from AND t.turned_on < $to
),
worth AS (
    SELECT v.turned_on, v.member_id, v.turn, COALESCE(SUM(t.margin_minor), 0) AS margin_minor
    FROM of_period v
    LEFT JOIN member_trades t
      ON t.member_id = v.member_id AND t.business_date >= v.worth_from AND t.business_date < v.worth_from + $horizon
    GROUP BY v.turned_on, v.member_id, v.turn
),
counted AS (
    SELECT EXTRACT(YEAR FROM turned_on) * 100 + EXTRACT(MONTH FROM turned_on) AS month, turned_on, member_id, turn,
           margin_minor
    FROM worth
)
SELECT
    month,
    SUM(CASE WHEN turn = 'gained' THEN 1 ELSE 0 END) AS gained,
    SUM(CASE WHEN turn = 'reactivated' THEN 1 ELSE 0 END) AS reactivated,
    SUM(CASE WHEN turn = 'lost' THEN 1 ELSE 0 END) AS lost,
    SUM(CASE WHEN turn = 'lost' THEN -1 ELSE 1 END) AS net,
    SUM(CASE WHEN turn = 'lost' THEN 0 ELSE margin_minor END) AS won_margin_minor,
    SUM(CASE WHEN turn = 'lost' THEN margin_minor ELSE 0 END) AS lost_margin_minor,
    SUM(CASE WHEN turn = 'lost' THEN -margin_minor ELSE margin_minor END) AS effect_minor,
    MIN(CASE WHEN turn = 'lost' OR turned_on + $horizon <= $as_of THEN 1 ELSE 0 END) AS complete
FROM counted
GROUP BY month
ORDER BY month
