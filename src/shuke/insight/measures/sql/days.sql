-- Sales of the period day by day: what was sold, to whom, and what came back.
SELECT
    business_date AS day_on,
    SUM(stands) AS purchases,
    SUM(quantity_milli) AS quantity_milli,
    SUM(net_minor) AS net_minor,
    SUM(CASE WHEN member_id IS NOT NULL THEN net_minor ELSE 0 END) AS member_minor,
    SUM(CASE WHEN kind = 'return' THEN -net_minor ELSE 0 END) AS returned_minor,
    SUM(costed_minor) AS costed_minor,
    SUM(margin_minor) AS margin_minor
FROM trades_of_period
GROUP BY business_date
ORDER BY day_on
