-- Margin per member by how long she has been a customer: the newcomer and the regular side by side.
WITH brought AS (
    SELECT member_id, SUM(stands) AS purchases, SUM(net_minor) AS net_minor,
           SUM(costed_minor) AS costed_minor, SUM(margin_minor) AS margin_minor
    FROM member_trades_of_period
    GROUP BY member_id
),
tenures AS (
    SELECT member_id, CASE WHEN first_on IS NULL THEN 'never'
        WHEN DATEDIFF('day', first_on, $as_of) <= 90 THEN '0-3 months'
        WHEN DATEDIFF('day', first_on, $as_of) <= 365 THEN '3-12 months'
        WHEN DATEDIFF('day', first_on, $as_of) <= 730 THEN '1-2 years'
        ELSE '2+ years' END AS tenure
    FROM population
),
counted AS (
    SELECT t.tenure, t.member_id, b.purchases, b.net_minor, b.costed_minor, b.margin_minor
    FROM tenures t
    LEFT JOIN brought b ON b.member_id = t.member_id
),
sums AS (
    SELECT tenure, COUNT(*) AS members, SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) AS buyers,
           SUM(net_minor) AS net_minor, SUM(costed_minor) AS costed_minor, SUM(margin_minor) AS margin_minor
    FROM counted
    GROUP BY tenure
)
SELECT k.tenure, COALESCE(s.members, 0) AS members, COALESCE(s.buyers, 0) AS buyers,
       COALESCE(s.net_minor, 0) AS net_minor, COALESCE(s.costed_minor, 0) AS costed_minor,
       COALESCE(s.margin_minor, 0) AS margin_minor
FROM (VALUES (1, 'never'), (2, '0-3 months'), (3, '3-12 months'), (4, '1-2 years'), (5, '2+ years')) AS k(place, tenure)
LEFT JOIN sums s ON s.tenure = k.tenure
ORDER BY k.place
