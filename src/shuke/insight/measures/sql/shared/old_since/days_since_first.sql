-- Old so many days after her first purchase.
SELECT member_id, CAST(MIN(business_date) + INTERVAL 1 DAY * $old_number AS DATE) AS old_on,
       CAST('1970-01-01' AS TIMESTAMP) AS old_at
FROM known
WHERE stands = 1 AND member_id IS NOT NULL
GROUP BY member_id
