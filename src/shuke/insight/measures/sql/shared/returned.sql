-- What has come back of each sale, as far as the report's day knows.
SELECT original_id, SUM(quantity_milli) AS quantity_milli
FROM receipts
WHERE kind = 'return' AND original_id IS NOT NULL AND business_date < $as_of
GROUP BY original_id
