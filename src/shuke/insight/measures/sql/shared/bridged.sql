-- From what each one sold to what it owns: less what it sold to others' members, plus what its own bought elsewhere.
SELECT
    whose,
    SUM(sold_minor) AS sold_minor,
    SUM(sold_to_others_minor) AS sold_to_others_minor,
    SUM(bought_elsewhere_minor) AS bought_elsewhere_minor,
    SUM(owned_minor) AS owned_minor
FROM (
    SELECT seller AS whose, net_minor AS sold_minor,
           CASE WHEN seller IS NOT DISTINCT FROM owner THEN 0 ELSE net_minor END AS sold_to_others_minor,
           0 AS bought_elsewhere_minor, 0 AS owned_minor
    FROM handed
    UNION ALL
    SELECT owner, 0, 0,
           CASE WHEN seller IS NOT DISTINCT FROM owner THEN 0 ELSE net_minor END,
           net_minor
    FROM handed
) AS sides
GROUP BY whose
