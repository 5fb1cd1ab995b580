-- Members by the category or brand they spent most on in the period; 'none' bought nothing that has one.
WITH spent AS (
    SELECT l.member_id, CASE WHEN $by = 'brand' THEN x.brand ELSE x.category END AS thing, SUM(l.net_minor) AS minor
    FROM lines l
    JOIN products x ON x.sku_id = l.sku_id
    WHERE l.business_date >= $from AND l.business_date < $to AND l.member_id IS NOT NULL
      AND ($by_owner = 1 OR $store IS NULL OR l.store_id = $store)
    GROUP BY l.member_id, CASE WHEN $by = 'brand' THEN x.brand ELSE x.category END
),
best AS (
    SELECT member_id, thing, minor, ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY minor DESC, thing) AS place
    FROM spent
    WHERE thing IS NOT NULL AND minor > 0
),
counted AS (
    SELECT COALESCE(b.thing, 'none') AS preferred, p.member_id, b.minor
    FROM population p
    LEFT JOIN best b ON b.member_id = p.member_id AND b.place = 1
)
SELECT preferred, COUNT(*) AS members, COALESCE(SUM(minor), 0) AS net_minor
FROM counted
GROUP BY preferred
ORDER BY members DESC, preferred
