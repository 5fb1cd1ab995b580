-- The receipts of the period, as the view sees them.
SELECT t.*
FROM trades t
WHERE t.business_date >= $from AND t.business_date < $to
