-- The members in one state, or in all, those longest in it first: since the last spell of another state ended.
WITH present AS (
    SELECT member_id, state FROM spells WHERE starts <= $as_of AND $as_of < ends
),
stays AS (
    SELECT s.member_id, n.state,
           COALESCE(MAX(CASE WHEN s.state <> n.state THEN s.ends END), MIN(s.starts)) AS since
    FROM spells s
    JOIN present n ON n.member_id = s.member_id
    WHERE s.starts <= $as_of
    GROUP BY s.member_id, n.state
)
SELECT p.member_id, p.store_id, s.state, s.since, p.first_on, p.last_on, DATEDIFF('day', s.since, $as_of) AS days
FROM population p
JOIN stays s ON s.member_id = p.member_id
WHERE $state IS NULL OR s.state = $state
ORDER BY s.since, p.member_id
LIMIT $limit
