-- Members by the tier held on the report's day.
SELECT p.member_id, COALESCE(CAST(t.level AS VARCHAR), 'none') AS layer
FROM population p
LEFT JOIN tier_spells t ON t.member_id = p.member_id AND t.to_date >= $as_of
