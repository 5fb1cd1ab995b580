-- The points that each receipt earned its member, as far as the report's day knows.
SELECT source_id AS receipt_id, SUM(amount) AS points
FROM postings
WHERE currency = 'points' AND kind = 'earn' AND source_kind = 'receipt' AND holder_kind = 'member'
  AND business_date < $as_of
GROUP BY source_id
