-- Which purchases may follow which: only one of the same product. A product that came back whole was not bought.
SELECT l.member_id, l.product_id AS thing, l.business_date AS bought_on
FROM lines l
JOIN member_trades t ON t.receipt_id = l.receipt_id AND t.kind = 'sale'
LEFT JOIN (
    SELECT r.original_id, x.product_id, SUM(x.quantity_milli) AS quantity_milli
    FROM lines x
    JOIN receipts r ON r.receipt_id = x.receipt_id
    WHERE r.kind = 'return' AND r.original_id IS NOT NULL AND r.business_date < $as_of
    GROUP BY r.original_id, x.product_id
) AS b ON b.original_id = l.receipt_id AND b.product_id = l.product_id
WHERE l.product_id IS NOT NULL
GROUP BY l.member_id, l.product_id, l.business_date, l.receipt_id, b.quantity_milli
HAVING $refunds_out = 0 OR SUM(l.quantity_milli) + COALESCE(b.quantity_milli, 0) > 0
