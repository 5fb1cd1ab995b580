-- Sales of the period by store, as the view sees them.
SELECT
    t.store_id, s.code, s.name,
    COUNT(DISTINCT t.member_id) AS members,
    SUM(t.stands) AS purchases,
    SUM(t.quantity_milli) AS quantity_milli,
    SUM(t.net_minor) AS net_minor,
    SUM(CASE WHEN t.member_id IS NOT NULL THEN t.net_minor ELSE 0 END) AS member_minor,
    SUM(t.costed_minor) AS costed_minor,
    SUM(t.margin_minor) AS margin_minor
FROM trades_of_period t
LEFT JOIN stores s ON s.store_id = t.store_id
GROUP BY t.store_id, s.code, s.name
ORDER BY t.store_id
