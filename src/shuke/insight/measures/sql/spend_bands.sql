-- Members by what they spent in the period.
WITH spent AS (
    SELECT p.member_id, COALESCE(SUM(t.net_minor), 0) AS minor, COALESCE(SUM(t.stands), 0) AS purchases
    FROM population p
    LEFT JOIN member_trades t
      ON t.member_id = p.member_id AND t.business_date >= $from AND t.business_date < $to
    GROUP BY p.member_id
)
SELECT b.from_minor, b.below_minor, COUNT(s.member_id) AS members,
       COALESCE(SUM(s.purchases), 0) AS purchases, COALESCE(SUM(s.minor), 0) AS net_minor
FROM rule_bands b
LEFT JOIN spent s
  ON (b.from_minor IS NULL OR s.minor >= b.from_minor) AND (b.below_minor IS NULL OR s.minor < b.below_minor)
GROUP BY b.place, b.from_minor, b.below_minor
ORDER BY b.place
