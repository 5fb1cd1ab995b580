-- How much of each year's sales members brought.
WITH counted AS (
    SELECT EXTRACT(YEAR FROM business_date) AS sold_year, t.*
    FROM trades t
    WHERE business_date < $to
)
SELECT
    sold_year,
    SUM(CASE WHEN member_id IS NOT NULL THEN net_minor ELSE 0 END) AS member_minor,
    SUM(CASE WHEN member_id IS NULL THEN net_minor ELSE 0 END) AS unidentified_minor,
    SUM(net_minor) AS net_minor
FROM counted
GROUP BY sold_year
ORDER BY sold_year
