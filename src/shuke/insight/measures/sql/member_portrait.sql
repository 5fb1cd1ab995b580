-- One member in the period: how often, how much, and what of. Preferences in order of what she spent.
WITH did AS (
    SELECT 'all' AS aspect, 'all' AS thing, SUM(stands) AS purchases, SUM(quantity_milli) AS quantity_milli,
           SUM(net_minor) AS net_minor
    FROM member_trades
    WHERE member_id = $member AND business_date >= $from AND business_date < $to
    HAVING COUNT(*) > 0
),
bought AS (
    SELECT t.receipt_id, t.stands, l.quantity_milli, l.net_minor, x.category, x.brand, x.product
    FROM lines l
    JOIN member_trades t ON t.receipt_id = l.receipt_id
    JOIN products x ON x.sku_id = l.sku_id
    WHERE t.member_id = $member AND t.business_date >= $from AND t.business_date < $to
),
aspects AS (
    SELECT 'category' AS aspect, category AS thing, receipt_id, stands, quantity_milli, net_minor FROM bought
    UNION ALL SELECT 'brand', brand, receipt_id, stands, quantity_milli, net_minor FROM bought
    UNION ALL SELECT 'product', product, receipt_id, stands, quantity_milli, net_minor FROM bought
),
sums AS (
    SELECT aspect, thing, COUNT(DISTINCT CASE WHEN stands = 1 THEN receipt_id END) AS purchases,
           SUM(quantity_milli) AS quantity_milli, SUM(net_minor) AS net_minor
    FROM aspects
    WHERE thing IS NOT NULL
    GROUP BY aspect, thing
),
placed AS (
    SELECT aspect, thing, purchases, quantity_milli, net_minor,
           ROW_NUMBER() OVER (PARTITION BY aspect ORDER BY net_minor DESC, thing) AS place
    FROM sums
)
SELECT aspect, place, thing, purchases, quantity_milli, net_minor
FROM (
    SELECT aspect, 1 AS place, thing, purchases, quantity_milli, net_minor FROM did
    UNION ALL
    SELECT aspect, place, thing, purchases, quantity_milli, net_minor FROM placed WHERE place <= 5
) AS portrait
ORDER BY aspect, place
