-- On how many days each member bought before the period, as far as two: the first and the last tell it without a sort.
SELECT member_id, CASE WHEN MIN(business_date) = MAX(business_date) THEN 1 ELSE 2 END AS days
FROM known
WHERE stands = 1 AND member_id IS NOT NULL AND business_date < $from
GROUP BY member_id
