-- Old from her nth day of purchase on, in the whole chain: the days before the period are counted, those within are
-- put in order. Who was old before it is old on its first day.
SELECT member_id, $from AS old_on, CAST('1970-01-01' AS TIMESTAMP) AS old_at
FROM days_before
WHERE days >= $old_number
UNION ALL
SELECT d.member_id, d.business_date, CAST('1970-01-01' AS TIMESTAMP)
FROM (
    SELECT member_id, business_date, ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY business_date) AS nth
    FROM (
        SELECT DISTINCT member_id, business_date
        FROM known
        WHERE stands = 1 AND member_id IS NOT NULL AND business_date >= $from AND business_date < $to
    ) AS days
) AS d
LEFT JOIN days_before b ON b.member_id = d.member_id
WHERE COALESCE(b.days, 0) + d.nth = $old_number
