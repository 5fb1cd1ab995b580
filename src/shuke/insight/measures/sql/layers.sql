-- All members parted by one rule or attribute, and what each part does in the period.
WITH did AS (
    SELECT member_id, SUM(stands) AS purchases, SUM(quantity_milli) AS quantity_milli,
           SUM(net_minor) AS net_minor, SUM(costed_minor) AS costed_minor, SUM(margin_minor) AS margin_minor
    FROM member_trades
    WHERE business_date >= $from AND business_date < $to
    GROUP BY member_id
)
SELECT
    l.layer,
    COUNT(*) AS members,
    SUM(CASE WHEN d.purchases > 0 THEN 1 ELSE 0 END) AS buyers,
    COALESCE(SUM(d.purchases), 0) AS purchases,
    COALESCE(SUM(d.quantity_milli), 0) AS quantity_milli,
    COALESCE(SUM(d.net_minor), 0) AS net_minor,
    COALESCE(SUM(d.costed_minor), 0) AS costed_minor,
    COALESCE(SUM(d.margin_minor), 0) AS margin_minor
FROM layer l
LEFT JOIN did d ON d.member_id = l.member_id
GROUP BY l.layer
ORDER BY l.layer
