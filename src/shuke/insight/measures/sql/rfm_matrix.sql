-- Recency against frequency (by=f) or amount (by=m); score 0 is outside the window. A cell opens in rfm-members.
SELECT r, CASE WHEN $by = 'm' THEN m ELSE f END AS other,
       COUNT(*) AS members, SUM(window_purchases) AS purchases, SUM(window_minor) AS net_minor
FROM rfm_of_member
GROUP BY r, CASE WHEN $by = 'm' THEN m ELSE f END
ORDER BY r, other
