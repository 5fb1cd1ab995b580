-- Members by lifecycle state on the report's day; each member is in exactly one.
SELECT k.state, COALESCE(s.members, 0) AS members
FROM (VALUES (1, 'never'), (2, 'new'), (3, 'active'), (4, 'silent'), (5, 'dormant'), (6, 'lost')) AS k(place, state)
LEFT JOIN (SELECT state, COUNT(*) AS members FROM lifecycle_of_member GROUP BY state) AS s ON s.state = k.state
ORDER BY k.place
