-- All members of the chain, one row each, for a question in which it does not matter whose they are:
-- enrolled before the report's day, or known by purchases although the enrolment was written down later.
SELECT
    m.member_id, m.enrolled_on, m.source, m.gender, m.birth_year, m.birth_month,
    h.first_on, h.last_on,
    COALESCE(h.purchases, 0) AS purchases,
    COALESCE(h.window_purchases, 0) AS window_purchases,
    COALESCE(h.window_minor, 0) AS window_minor
FROM people m
LEFT JOIN history h ON h.member_id = m.member_id
WHERE m.enrolled_on < $as_of OR h.member_id IS NOT NULL
