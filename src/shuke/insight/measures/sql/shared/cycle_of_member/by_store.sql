-- The cycle of each member's store, or the default.
SELECT p.member_id, p.enrolled_on, COALESCE(s.cycle, $default_cycle) AS cycle
FROM homes p
LEFT JOIN rule_store_cycles s ON s.store_id = p.store_id
