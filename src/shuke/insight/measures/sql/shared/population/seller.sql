-- Sales view: all members, or those who have bought in the store, one row each:
-- enrolled before it, or known by purchases although the enrolment was written down later.
SELECT
    m.member_id, m.enrolled_on, m.source, m.gender, m.birth_year, m.birth_month, m.store_id, m.guide_id,
    h.first_on, h.last_on,
    COALESCE(h.purchases, 0) AS purchases,
    COALESCE(h.window_purchases, 0) AS window_purchases,
    COALESCE(h.window_minor, 0) AS window_minor
FROM homes m
LEFT JOIN history h ON h.member_id = m.member_id
WHERE (m.enrolled_on < $as_of OR h.member_id IS NOT NULL)
  AND ($store IS NULL OR h.member_id IS NOT NULL)
