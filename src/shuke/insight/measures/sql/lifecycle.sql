-- Members by lifecycle state on the report's day; each member is in exactly one.
SELECT k.state, COUNT(s.member_id) AS members
FROM (VALUES (1, 'never'), (2, 'new'), (3, 'active'), (4, 'silent'), (5, 'dormant'), (6, 'lost')) AS k(place, state)
LEFT JOIN lifecycle_of_member s ON s.state = k.state
GROUP BY k.place, k.state
ORDER BY k.place
