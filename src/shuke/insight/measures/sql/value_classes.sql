-- Members by the three classes of value.
SELECT k.value_class, COUNT(v.member_id) AS members,
       COALESCE(SUM(v.window_purchases), 0) AS purchases, COALESCE(SUM(v.window_minor), 0) AS net_minor
FROM (VALUES (1, 'high'), (2, 'potential'), (3, 'ordinary')) AS k(place, value_class)
LEFT JOIN value_of_member v ON v.value_class = k.value_class
GROUP BY k.place, k.value_class
ORDER BY k.place
