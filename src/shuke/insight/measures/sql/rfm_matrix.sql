-- Recency against frequency (by=f) or amount (by=m); score 0 is outside the window.
WITH counted AS (
    SELECT member_id, r, CASE WHEN $by = 'm' THEN m ELSE f END AS other, window_purchases, window_minor
    FROM rfm_of_member
)
SELECT r, other, COUNT(*) AS members, SUM(window_purchases) AS purchases, SUM(window_minor) AS net_minor
FROM counted
GROUP BY r, other
ORDER BY r, other
