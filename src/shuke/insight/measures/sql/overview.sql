-- Sales of the period by the customer behind them: new, old and unidentified add up to everything sold.
WITH counted AS (
    SELECT * FROM new_old_trades WHERE business_date >= $from AND business_date < $to
),
sold AS (
    SELECT
        customer,
        COUNT(DISTINCT member_id) AS members,
        SUM(stands) AS purchases,
        SUM(quantity_milli) AS quantity_milli,
        SUM(net_minor) AS net_minor,
        SUM(costed_minor) AS costed_minor,
        SUM(margin_minor) AS margin_minor
    FROM counted
    GROUP BY customer
)
SELECT
    k.customer,
    COALESCE(s.members, 0) AS members,
    COALESCE(s.purchases, 0) AS purchases,
    COALESCE(s.quantity_milli, 0) AS quantity_milli,
    COALESCE(s.net_minor, 0) AS net_minor,
    COALESCE(s.costed_minor, 0) AS costed_minor,
    COALESCE(s.margin_minor, 0) AS margin_minor
FROM (VALUES (1, 'new'), (2, 'old'), (3, 'unidentified')) AS k(place, customer)
LEFT JOIN sold s ON s.customer = k.customer
ORDER BY k.place
