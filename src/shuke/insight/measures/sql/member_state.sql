-- Why one member is in her lifecycle state: her last purchase and the days on which her cycle turns.
SELECT s.state, s.starts AS since, y.cycle, p.first_on, p.last_on, t.silent_on, t.dormant_on, t.lost_on
FROM population p
JOIN long_spells s ON s.member_id = p.member_id AND s.starts <= $as_of AND $as_of < s.ends
JOIN cycle_of_member y ON y.member_id = p.member_id
LEFT JOIN turning_points t ON t.member_id = p.member_id AND t.next_on IS NULL
WHERE p.member_id = $member
