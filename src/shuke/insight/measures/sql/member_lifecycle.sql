-- One member's life so far, state by state.
SELECT state, starts, CASE WHEN ends > $as_of THEN NULL ELSE ends END AS ends
FROM long_spells
WHERE member_id = $member AND starts <= $as_of
ORDER BY starts
