-- The one state each member is in on the report's day: `spells` of this day alone, told from her last purchase.
SELECT
    p.*,
    CASE WHEN p.last_on IS NULL THEN 'never'
         WHEN $as_of >= CAST(p.last_on + INTERVAL 1 MONTH * c.lost_months + INTERVAL 1 DAY * c.lost_days AS DATE) THEN 'lost'
         WHEN $as_of >= CAST(p.last_on + INTERVAL 1 MONTH * c.dormant_months + INTERVAL 1 DAY * c.dormant_days AS DATE)
         THEN 'dormant'
         WHEN $as_of >= CAST(p.last_on + INTERVAL 1 MONTH * c.silent_months + INTERVAL 1 DAY * c.silent_days AS DATE)
         THEN 'silent'
         WHEN $as_of >= CAST(p.first_on + INTERVAL 1 MONTH * c.new_months + INTERVAL 1 DAY * c.new_days AS DATE)
         THEN 'active'
         ELSE 'new' END AS state
FROM cycled_population p
JOIN rule_cycles c ON c.cycle = p.cycle
WHERE p.last_on IS NOT NULL OR p.enrolled_on < $as_of
