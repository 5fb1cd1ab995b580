-- Members by what they spent in the period.
WITH spent AS (
    SELECT p.member_id, COALESCE(SUM(t.net_minor), 0) AS minor, COALESCE(SUM(t.stands), 0) AS purchases
    FROM population p
    LEFT JOIN member_trades_of_period t ON t.member_id = p.member_id
    GROUP BY p.member_id
),
counted AS (
    SELECT MAX(b.place) AS place, MAX(b.from_minor) AS from_minor, s.member_id, s.purchases, s.minor
    FROM spent s
    JOIN rule_bands b ON b.from_minor IS NULL OR s.minor >= b.from_minor
    GROUP BY s.member_id, s.purchases, s.minor
),
sums AS (
    SELECT place, COUNT(*) AS members, SUM(purchases) AS purchases, SUM(minor) AS net_minor FROM counted GROUP BY place
)
SELECT b.from_minor, b.below_minor, COALESCE(s.members, 0) AS members, COALESCE(s.purchases, 0) AS purchases,
       COALESCE(s.net_minor, 0) AS net_minor
FROM rule_bands b
LEFT JOIN sums s ON s.place = b.place
ORDER BY b.place
