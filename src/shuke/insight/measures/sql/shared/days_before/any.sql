-- On how many days each member bought before the period.
SELECT member_id, COUNT(DISTINCT business_date) AS days
FROM known
WHERE stands = 1 AND member_id IS NOT NULL AND business_date < $from
GROUP BY member_id
