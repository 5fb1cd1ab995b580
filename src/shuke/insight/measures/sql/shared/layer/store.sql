-- Members by the store that owns them.
SELECT p.member_id, COALESCE(s.code, 'unknown') AS layer
FROM population p
LEFT JOIN stores s ON s.store_id = p.store_id
