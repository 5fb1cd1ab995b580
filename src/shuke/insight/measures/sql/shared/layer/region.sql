-- Members by the region of the store that owns them.
SELECT p.member_id, COALESCE(s.region, 'unknown') AS layer
FROM population p
LEFT JOIN stores s ON s.store_id = p.store_id
