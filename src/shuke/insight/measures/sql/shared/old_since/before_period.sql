-- Old is whoever first bought before the period.
SELECT member_id, MIN(business_date) AS old_on, CAST('1970-01-01' AS TIMESTAMP) AS old_at
FROM known
WHERE stands = 1 AND member_id IS NOT NULL
GROUP BY member_id
HAVING MIN(business_date) < $from
