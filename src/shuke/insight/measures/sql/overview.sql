-- Sales of the period by the customer behind them: new, old and unidentified add up to everything sold.
SELECT
    k.customer,
    COUNT(DISTINCT t.member_id) AS members,
    COALESCE(SUM(t.stands), 0) AS purchases,
    COALESCE(SUM(t.quantity_milli), 0) AS quantity_milli,
    COALESCE(SUM(t.net_minor), 0) AS net_minor,
    COALESCE(SUM(t.costed_minor), 0) AS costed_minor,
    COALESCE(SUM(t.margin_minor), 0) AS margin_minor
FROM (VALUES (1, 'new'), (2, 'old'), (3, 'unidentified')) AS k(place, customer)
LEFT JOIN new_old_trades t
  ON t.customer = k.customer AND t.business_date >= $from AND t.business_date < $to
GROUP BY k.place, k.customer
ORDER BY k.place
