-- All members parted by one rule or attribute, and what each part does in the period.
WITH did AS (
    SELECT member_id, SUM(stands) AS purchases, SUM(quantity_milli) AS quantity_milli,
           SUM(net_minor) AS net_minor, SUM(costed_minor) AS costed_minor, SUM(margin_minor) AS margin_minor
    FROM member_trades_of_period
    GROUP BY member_id
),
counted AS (
    SELECT l.layer, l.member_id, d.purchases, d.quantity_milli, d.net_minor, d.costed_minor, d.margin_minor
    FROM layer l
    LEFT JOIN did d ON d.member_id = l.member_id
)
SELECT
    layer,
    COUNT(*) AS members,
    SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) AS buyers,
    COALESCE(SUM(purchases), 0) AS purchases,
    COALESCE(SUM(quantity_milli), 0) AS quantity_milli,
    COALESCE(SUM(net_minor), 0) AS net_minor,
    COALESCE(SUM(costed_minor), 0) AS costed_minor,
    COALESCE(SUM(margin_minor), 0) AS margin_minor
FROM counted
GROUP BY layer
ORDER BY layer
