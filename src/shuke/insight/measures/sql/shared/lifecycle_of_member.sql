-- The one state each member is in on the report's day.
SELECT p.member_id, s.state
FROM population p
JOIN spells s ON s.member_id = p.member_id AND s.starts <= $as_of AND $as_of < s.ends
