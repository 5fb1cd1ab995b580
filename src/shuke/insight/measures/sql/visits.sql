-- How often members came in the period: a hundred who came once are not one who came a hundred times.
WITH came AS (
    SELECT p.member_id, COALESCE(SUM(t.stands), 0) AS visits, COALESCE(SUM(t.net_minor), 0) AS net_minor
    FROM population p
    LEFT JOIN member_trades_of_period t ON t.member_id = p.member_id
    GROUP BY p.member_id
),
counted AS (
    SELECT LEAST(visits, $cap) AS visits_up_to, member_id, visits, net_minor FROM came
)
SELECT visits_up_to, COUNT(*) AS members, SUM(visits) AS visits, SUM(net_minor) AS net_minor
FROM counted
GROUP BY visits_up_to
ORDER BY visits_up_to
