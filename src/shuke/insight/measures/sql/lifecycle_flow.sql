-- From which state to which members moved between two days: the ribbons of a Sankey. Absent: not a member yet.
-- What she was on a day is told from her last purchase before it, as `lifecycle_of_member` tells it of the report's day.
WITH days AS (
    SELECT member_id, MIN(business_date) AS first_on,
           MAX(CASE WHEN business_date < $from THEN business_date END) AS from_last_on,
           MAX(CASE WHEN business_date < $to THEN business_date END) AS to_last_on
    FROM member_trades
    WHERE stands = 1
    GROUP BY member_id
),
stood AS (
    SELECT p.member_id, p.enrolled_on, d.first_on, d.from_last_on, d.to_last_on,
           n.new_until, f.silent_on AS from_silent_on, f.dormant_on AS from_dormant_on, f.lost_on AS from_lost_on,
           t.silent_on AS to_silent_on, t.dormant_on AS to_dormant_on, t.lost_on AS to_lost_on
    FROM cycled_population p
    LEFT JOIN days d ON d.member_id = p.member_id
    LEFT JOIN turns_of_day n ON n.cycle = p.cycle AND n.day_on = d.first_on
    LEFT JOIN turns_of_day f ON f.cycle = p.cycle AND f.day_on = d.from_last_on
    LEFT JOIN turns_of_day t ON t.cycle = p.cycle AND t.day_on = d.to_last_on
),
counted AS (
    SELECT
        member_id,
        CASE WHEN from_lost_on <= $from THEN 'lost'
             WHEN from_dormant_on <= $from THEN 'dormant'
             WHEN from_silent_on <= $from THEN 'silent'
             WHEN from_last_on IS NOT NULL AND new_until <= $from THEN 'active'
             WHEN from_last_on IS NOT NULL THEN 'new'
             WHEN enrolled_on < $from THEN 'never'
             ELSE 'absent' END AS from_state,
        CASE WHEN to_lost_on <= $to THEN 'lost'
             WHEN to_dormant_on <= $to THEN 'dormant'
             WHEN to_silent_on <= $to THEN 'silent'
             WHEN to_last_on IS NOT NULL AND new_until <= $to THEN 'active'
             WHEN to_last_on IS NOT NULL THEN 'new'
             WHEN enrolled_on < $to THEN 'never'
             ELSE 'absent' END AS to_state
    FROM stood
)
SELECT from_state, to_state, COUNT(*) AS members
FROM counted
GROUP BY from_state, to_state
ORDER BY from_state, to_state
