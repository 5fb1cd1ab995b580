-- Old from her nth day of purchase on (template: the second), in the whole chain.
SELECT member_id, business_date AS old_on, CAST('1970-01-01' AS TIMESTAMP) AS old_at
FROM (
    SELECT member_id, business_date,
           ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY business_date) AS nth
    FROM (
        SELECT DISTINCT member_id, business_date
        FROM known
        WHERE stands = 1 AND member_id IN (SELECT member_id FROM customers)
    ) AS days
) AS numbered
WHERE nth = $old_number
