-- A member's life as spells, for a page that joins living members: on every day from `starts` up to and without `ends` she is in that one state.
-- A purchase counts from the next day on, as everywhere. Each purchase opens the same five turns, until the next one.
SELECT member_id, 'new' AS state, bought_on + 1 AS starts, LEAST(new_until, silent_on, until) AS ends
FROM turned_purchases
WHERE bought_on + 1 < LEAST(new_until, silent_on, until)
UNION ALL
SELECT member_id, 'active', GREATEST(bought_on + 1, new_until), LEAST(silent_on, until)
FROM turned_purchases
WHERE GREATEST(bought_on + 1, new_until) < LEAST(silent_on, until)
UNION ALL
SELECT member_id, 'silent', silent_on, LEAST(dormant_on, until)
FROM turned_purchases
WHERE silent_on < LEAST(dormant_on, until)
UNION ALL
SELECT member_id, 'dormant', dormant_on, LEAST(lost_on, until)
FROM turned_purchases
WHERE dormant_on < LEAST(lost_on, until)
UNION ALL
SELECT member_id, 'lost', lost_on, until
FROM turned_purchases
WHERE lost_on < until
UNION ALL
-- enrolled and not bought yet
SELECT y.member_id, 'never', y.enrolled_on + 1, COALESCE(f.first_on + 1, DATE '9999-12-31')
FROM cycle_of_member y
LEFT JOIN (
    SELECT member_id, MIN(business_date) AS first_on FROM member_trades WHERE stands = 1 GROUP BY member_id
) AS f ON f.member_id = y.member_id
WHERE f.first_on IS NULL OR y.enrolled_on < f.first_on
