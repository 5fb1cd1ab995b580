-- How many members are in each state on every day of the period: spells begin and end, and the rest is adding up.
WITH counted AS (
    SELECT s.member_id, s.state, s.starts, s.ends
    FROM spells s JOIN whoever p ON p.member_id = s.member_id
    WHERE s.starts < $to AND s.ends > $from
),
steps AS (
    SELECT state, GREATEST(starts, $from) AS day_on, 1 AS step FROM counted
    UNION ALL
    SELECT state, ends, -1 FROM counted WHERE ends < $to
),
changes AS (
    SELECT state, day_on, SUM(step) AS change FROM steps GROUP BY state, day_on
)
SELECT k.state, d.day_on,
       SUM(COALESCE(c.change, 0)) OVER (PARTITION BY k.state ORDER BY d.day_on ROWS UNBOUNDED PRECEDING) AS members
FROM rule_days d
CROSS JOIN (VALUES (1, 'never'), (2, 'new'), (3, 'active'), (4, 'silent'), (5, 'dormant'), (6, 'lost'))
    AS k(place, state)
LEFT JOIN changes c ON c.state = k.state AND c.day_on = d.day_on
ORDER BY d.day_on, k.place
