-- Old from her nth purchase on, be it on the same day. Who was old before the period is old on its first day.
SELECT member_id, $from AS old_on, CAST('1970-01-01' AS TIMESTAMP) AS old_at
FROM known
WHERE stands = 1 AND member_id IS NOT NULL AND business_date < $from
GROUP BY member_id
HAVING COUNT(*) >= $old_number
UNION ALL
SELECT p.member_id, p.business_date, p.sold_at
FROM (
    SELECT member_id, business_date, sold_at,
           ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY business_date, sold_at, receipt_id) AS nth
    FROM known
    WHERE stands = 1 AND member_id IS NOT NULL AND business_date >= $from AND business_date < $to
) AS p
LEFT JOIN (
    SELECT member_id, COUNT(*) AS purchases
    FROM known
    WHERE stands = 1 AND member_id IS NOT NULL AND business_date < $from
    GROUP BY member_id
) AS b ON b.member_id = p.member_id
WHERE COALESCE(b.purchases, 0) + p.nth = $old_number
