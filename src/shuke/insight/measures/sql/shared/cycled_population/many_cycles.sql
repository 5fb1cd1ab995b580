-- The members of the view with the cycle of each.
SELECT p.*, y.cycle
FROM population p
JOIN cycle_of_member y ON y.member_id = p.member_id
