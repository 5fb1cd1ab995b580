-- Every receipt known on the report's day. It stands (1) when it is a sale and some of its goods were kept:
-- what stands is a purchase; money is always the sum over all receipts, sales and returns, each on its own day.
SELECT
    r.receipt_id, r.member_id, r.store_id, r.guide_id, r.business_date, r.sold_at, r.kind,
    CASE WHEN r.kind = 'sale' AND (b.original_id IS NULL OR r.quantity_milli + b.quantity_milli > 0)
         THEN 1 ELSE 0 END AS stands,
    r.net_minor, r.quantity_milli,
    CASE WHEN r.cost_minor IS NULL THEN 0 ELSE r.net_minor END AS costed_minor,
    CASE WHEN r.cost_minor IS NULL THEN 0 ELSE r.net_minor - r.cost_minor END AS margin_minor
FROM asked_receipts r
LEFT JOIN returned b ON b.original_id = r.receipt_id
WHERE r.business_date < $as_of
