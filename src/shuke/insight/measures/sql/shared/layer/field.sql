-- Members by one field of the profile.
SELECT p.member_id, COALESCE(a.value, 'unknown') AS layer
FROM population p
LEFT JOIN (SELECT member_id, MIN(value) AS value FROM attributes WHERE field = $field GROUP BY member_id) AS a
  ON a.member_id = p.member_id
