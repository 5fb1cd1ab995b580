-- From what each guide sold to what it owns: less what it sold to others' members, plus what its own bought elsewhere.
WITH moves AS (
    SELECT
        k.guide_id AS seller,
        CASE WHEN o.member_id IS NULL THEN k.guide_id ELSE o.guide_id END AS owner,
        SUM(k.net_minor) AS net_minor
    FROM known k
    LEFT JOIN owners o
      ON o.member_id = k.member_id
     AND o.from_date <= k.business_date AND k.business_date < o.to_date
    WHERE k.business_date >= $from AND k.business_date < $to
    GROUP BY k.guide_id, CASE WHEN o.member_id IS NULL THEN k.guide_id ELSE o.guide_id END
),
sides AS (
    SELECT seller AS guide_id, net_minor AS sold_minor,
           CASE WHEN seller IS NOT DISTINCT FROM owner THEN 0 ELSE net_minor END AS sold_to_others_minor,
           0 AS bought_elsewhere_minor, 0 AS owned_minor
    FROM moves
    UNION ALL
    SELECT owner, 0, 0,
           CASE WHEN seller IS NOT DISTINCT FROM owner THEN 0 ELSE net_minor END,
           net_minor
    FROM moves
)
SELECT
    guide_id,
    SUM(sold_minor) AS sold_minor,
    SUM(sold_to_others_minor) AS sold_to_others_minor,
    SUM(bought_elsewhere_minor) AS bought_elsewhere_minor,
    SUM(owned_minor) AS owned_minor
FROM sides
GROUP BY guide_id
ORDER BY guide_id NULLS FIRST
