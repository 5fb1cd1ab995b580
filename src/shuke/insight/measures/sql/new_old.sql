-- Purchases of the period month by month, by new, old and unidentified customers, as the chain's rule means them.
WITH counted AS (
    SELECT EXTRACT(YEAR FROM business_date) * 100 + EXTRACT(MONTH FROM business_date) AS month, t.*
    FROM new_old_trades t
    WHERE business_date >= $from AND business_date < $to
)
SELECT
    month,
    customer,
    COUNT(DISTINCT member_id) AS members,
    SUM(stands) AS purchases,
    SUM(net_minor) AS net_minor,
    SUM(margin_minor) AS margin_minor
FROM counted
GROUP BY month, customer
ORDER BY month, customer
