-- Goods of which a sale kept nothing: what came back whole was not bought, although the rest of the receipt stands.
SELECT l.receipt_id, l.sku_id
FROM lines l
JOIN (
    SELECT r.original_id, x.sku_id, SUM(x.quantity_milli) AS quantity_milli
    FROM lines x
    JOIN receipts r ON r.receipt_id = x.receipt_id
    WHERE r.kind = 'return' AND r.original_id IS NOT NULL AND r.business_date < $as_of
    GROUP BY r.original_id, x.sku_id
) AS b ON b.original_id = l.receipt_id AND b.sku_id = l.sku_id
GROUP BY l.receipt_id, l.sku_id, b.quantity_milli
HAVING SUM(l.quantity_milli) + b.quantity_milli <= 0
