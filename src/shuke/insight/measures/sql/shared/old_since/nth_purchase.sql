-- Old from her nth purchase on, be it on the same day.
SELECT member_id, business_date AS old_on, sold_at AS old_at
FROM (
    SELECT member_id, business_date, sold_at,
           ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY business_date, sold_at, receipt_id) AS nth
    FROM known
    WHERE stands = 1 AND member_id IN (SELECT member_id FROM customers)
) AS numbered
WHERE nth = $old_number
