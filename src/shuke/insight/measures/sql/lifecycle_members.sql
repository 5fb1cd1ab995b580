-- The members in one state, or in all, those longest in it first.
SELECT p.member_id, p.store_id, s.state, s.starts AS since, p.first_on, p.last_on,
       DATEDIFF('day', s.starts, $as_of) AS days
FROM population p
JOIN long_spells s ON s.member_id = p.member_id AND s.starts <= $as_of AND $as_of < s.ends
WHERE $state IS NULL OR s.state = $state
ORDER BY since, p.member_id
LIMIT $limit
