-- What sold best in the period: by product, brand or category, less what came back. 'none' is what the catalog does not name.
SELECT
    COALESCE(CASE WHEN $by = 'category' THEN x.category WHEN $by = 'brand' THEN x.brand ELSE x.product END, 'none') AS thing,
    SUM(l.quantity_milli) AS quantity_milli,
    SUM(l.net_minor) AS net_minor,
    SUM(CASE WHEN l.kind = 'return' THEN -l.quantity_milli ELSE 0 END) AS returned_milli,
    SUM(CASE WHEN l.kind = 'return' THEN -l.net_minor ELSE 0 END) AS returned_minor
FROM lines l
JOIN trades_of_period t ON t.receipt_id = l.receipt_id
LEFT JOIN products x ON x.sku_id = l.sku_id
WHERE l.business_date >= $from AND l.business_date < $to
GROUP BY COALESCE(CASE WHEN $by = 'category' THEN x.category WHEN $by = 'brand' THEN x.brand ELSE x.product END, 'none')
ORDER BY net_minor DESC, thing
LIMIT $limit
