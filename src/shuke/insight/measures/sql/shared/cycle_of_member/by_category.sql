-- The cycle of each member's store, else that of the category she spends most on, or the default.
SELECT p.member_id, p.enrolled_on, COALESCE(s.cycle, c.cycle, $default_cycle) AS cycle
FROM homes p
LEFT JOIN rule_store_cycles s ON s.store_id = p.store_id
LEFT JOIN (
    SELECT member_id, top_category,
           ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY spent_minor DESC, top_category) AS place
    FROM (
        SELECT l.member_id, x.top_category, SUM(l.net_minor) AS spent_minor
        FROM lines l
        JOIN products x ON x.sku_id = l.sku_id
        WHERE l.member_id IS NOT NULL AND l.business_date < $as_of AND x.top_category IS NOT NULL
        GROUP BY l.member_id, x.top_category
    ) AS spending
) AS main ON main.member_id = p.member_id AND main.place = 1
LEFT JOIN rule_category_cycles c ON c.top_category = main.top_category
