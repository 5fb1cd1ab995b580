-- The few whom more than one row of the ownership names.
SELECT member_id
FROM ownership
GROUP BY member_id
HAVING COUNT(*) > 1
