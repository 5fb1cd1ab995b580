-- Members by the three classes of value.
WITH sums AS (
    SELECT value_class, COUNT(*) AS members, SUM(window_purchases) AS purchases, SUM(window_minor) AS net_minor
    FROM value_of_member
    GROUP BY value_class
)
SELECT k.value_class, COALESCE(v.members, 0) AS members, COALESCE(v.purchases, 0) AS purchases,
       COALESCE(v.net_minor, 0) AS net_minor
FROM (VALUES (1, 'high'), (2, 'potential'), (3, 'ordinary')) AS k(place, value_class)
LEFT JOIN sums v ON v.value_class = k.value_class
ORDER BY k.place
