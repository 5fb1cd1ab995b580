-- A member's life as spells: on every day from `starts` up to and without `ends` she is in that one state.
-- A purchase counts from the next day on, as everywhere. Each purchase opens the same four turns, until the next one.
SELECT member_id, state, starts, ends
FROM (
    SELECT
        t.member_id, k.state,
        CASE k.state WHEN 'new' THEN t.bought_on + 1
                     WHEN 'active' THEN GREATEST(t.bought_on + 1, f.new_until)
                     WHEN 'silent' THEN t.silent_on
                     WHEN 'dormant' THEN t.dormant_on
                     ELSE t.lost_on END AS starts,
        CASE k.state WHEN 'new' THEN LEAST(f.new_until, t.silent_on, t.until)
                     WHEN 'active' THEN LEAST(t.silent_on, t.until)
                     WHEN 'silent' THEN LEAST(t.dormant_on, t.until)
                     WHEN 'dormant' THEN LEAST(t.lost_on, t.until)
                     ELSE t.until END AS ends
    FROM turning_points t
    JOIN people p ON p.member_id = t.member_id
    JOIN turns_of_day f ON f.cycle = t.cycle AND f.day_on = t.first_on
    CROSS JOIN (VALUES ('new'), ('active'), ('silent'), ('dormant'), ('lost')) AS k(state)
) AS turns
WHERE starts < ends
UNION ALL
-- enrolled and not bought yet
SELECT y.member_id, 'never', y.enrolled_on + 1, COALESCE(f.first_on + 1, DATE '9999-12-31')
FROM cycle_of_member y
LEFT JOIN (
    SELECT member_id, MIN(business_date) AS first_on FROM member_trades WHERE stands = 1 GROUP BY member_id
) AS f ON f.member_id = y.member_id
WHERE f.first_on IS NULL OR y.enrolled_on < f.first_on
