-- The whole base at one sight: tier × lifecycle × value, with what each cell brings; the last row is sold to no member.
WITH did AS (
    SELECT member_id, SUM(net_minor) AS net_minor, SUM(margin_minor) AS margin_minor
    FROM member_trades_of_period
    GROUP BY member_id
),
counted AS (
    SELECT COALESCE(CAST(t.level AS VARCHAR), 'none') AS tier, s.state, v.value_class, s.member_id
    FROM lifecycle_of_member s
    JOIN value_of_member v ON v.member_id = s.member_id
    LEFT JOIN tier_spells t ON t.member_id = s.member_id AND t.to_date >= $as_of
),
of_nobody AS (
    SELECT t.receipt_id, t.business_date, t.net_minor, t.margin_minor
    FROM trades_of_period t
    LEFT JOIN people m ON m.member_id = t.member_id
    WHERE m.member_id IS NULL
),
receipts_of_cell AS (
    SELECT c.tier, c.state, c.value_class, t.receipt_id, t.business_date, t.net_minor, t.margin_minor
    FROM counted c
    JOIN member_trades_of_period t ON t.member_id = c.member_id
    UNION ALL
    SELECT 'unidentified', 'unidentified', 'unidentified', receipt_id, business_date, net_minor, margin_minor
    FROM of_nobody
)
SELECT tier, state, value_class, members, net_minor, margin_minor
FROM (
    SELECT 1 AS place, c.tier, c.state, c.value_class, COUNT(*) AS members,
           COALESCE(SUM(d.net_minor), 0) AS net_minor, COALESCE(SUM(d.margin_minor), 0) AS margin_minor
    FROM counted c
    LEFT JOIN did d ON d.member_id = c.member_id
    GROUP BY c.tier, c.state, c.value_class
    UNION ALL
    SELECT 2, 'unidentified', 'unidentified', 'unidentified', 0, COALESCE(SUM(net_minor), 0),
           COALESCE(SUM(margin_minor), 0)
    FROM of_nobody
) AS whole
ORDER BY place, tier, state, value_class
