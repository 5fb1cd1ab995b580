-- Ownership view: a receipt belongs to the store and the guide that owned the member on its day;
-- what nobody owns stays with the store that sold it, so that both views sum to the same total.
SELECT
    k.receipt_id, k.member_id,
    COALESCE(o.store_id, k.store_id) AS store_id,
    CASE WHEN o.member_id IS NULL THEN k.guide_id ELSE o.guide_id END AS guide_id,
    k.business_date, k.sold_at, k.kind, k.stands, k.net_minor, k.quantity_milli, k.costed_minor, k.margin_minor
FROM known k
LEFT JOIN owners o
  ON o.member_id = k.member_id
 AND o.from_date <= k.business_date AND k.business_date < o.to_date
WHERE $store IS NULL OR COALESCE(o.store_id, k.store_id) = $store
