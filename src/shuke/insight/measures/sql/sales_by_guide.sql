-- Sales of the period by guide, as the view sees them; an empty guide is nobody's.
SELECT
    guide_id,
    COUNT(DISTINCT member_id) AS members,
    SUM(stands) AS purchases,
    SUM(quantity_milli) AS quantity_milli,
    SUM(net_minor) AS net_minor,
    SUM(costed_minor) AS costed_minor,
    SUM(margin_minor) AS margin_minor
FROM trades_of_period
GROUP BY guide_id
ORDER BY guide_id NULLS FIRST
