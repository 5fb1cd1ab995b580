-- What each store sold in the period, by the store that owned the buyer on the day; nobody's buyer is the seller's.
SELECT
    k.receipt_id, k.business_date, k.net_minor,
    k.store_id AS seller,
    CASE WHEN o.member_id IS NULL THEN k.store_id ELSE o.store_id END AS owner
FROM known k
LEFT JOIN owners o
  ON o.member_id = k.member_id
 AND o.from_date <= k.business_date AND k.business_date < o.to_date
WHERE k.business_date >= $from AND k.business_date < $to
