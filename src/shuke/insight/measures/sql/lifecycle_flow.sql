-- From which state to which members moved between two days: the ribbons of a Sankey. Absent: not a member yet.
WITH counted AS (
    SELECT p.member_id, COALESCE(a.state, 'absent') AS from_state, COALESCE(b.state, 'absent') AS to_state
    FROM population p
    LEFT JOIN spells a ON a.member_id = p.member_id AND a.starts <= $from AND $from < a.ends
    LEFT JOIN spells b ON b.member_id = p.member_id AND b.starts <= $to AND $to < b.ends
)
SELECT from_state, to_state, COUNT(*) AS members
FROM counted
GROUP BY from_state, to_state
ORDER BY from_state, to_state
