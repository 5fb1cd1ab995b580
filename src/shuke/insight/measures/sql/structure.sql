-- The whole base at one sight: tier × lifecycle × value, with what each cell brings; the last row is sold to no member.
WITH did AS (
    SELECT member_id, SUM(net_minor) AS net_minor, SUM(margin_minor) AS margin_minor
    FROM member_trades
    WHERE business_date >= $from AND business_date < $to
    GROUP BY member_id
),
cells AS (
    SELECT COALESCE(CAST(t.level AS VARCHAR), 'none') AS tier, s.state, v.value_class,
           COUNT(*) AS members, COALESCE(SUM(d.net_minor), 0) AS net_minor,
           COALESCE(SUM(d.margin_minor), 0) AS margin_minor
    FROM lifecycle_of_member s
    JOIN value_of_member v ON v.member_id = s.member_id
    LEFT JOIN tier_spells t ON t.member_id = s.member_id AND t.to_date >= $as_of
    LEFT JOIN did d ON d.member_id = s.member_id
    GROUP BY COALESCE(CAST(t.level AS VARCHAR), 'none'), s.state, v.value_class
)
SELECT tier, state, value_class, members, net_minor, margin_minor
FROM (
    SELECT 1 AS place, tier, state, value_class, members, net_minor, margin_minor FROM cells
    UNION ALL
    SELECT 2, 'unidentified', 'unidentified', 'unidentified', 0, COALESCE(SUM(t.net_minor), 0), COALESCE(SUM(t.margin_minor), 0)
    FROM trades t
    LEFT JOIN people m ON m.member_id = t.member_id
    WHERE t.business_date >= $from AND t.business_date < $to AND m.member_id IS NULL
) AS whole
ORDER BY place, tier, state, value_class
