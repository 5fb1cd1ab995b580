-- Tiers: who moved in the period, who is where at its end, and what each tier brought, by the tier held on the day.
WITH moves AS (
    SELECT v.member_id, v.to_level AS level, v.kind
    FROM tier_moves v
    JOIN population p ON p.member_id = v.member_id
    WHERE v.effective_on >= $from AND v.effective_on < $to
),
moved AS (
    SELECT level,
           SUM(CASE WHEN kind = 'join' THEN 1 ELSE 0 END) AS joins,
           SUM(CASE WHEN kind = 'upgrade' THEN 1 ELSE 0 END) AS upgrades,
           SUM(CASE WHEN kind = 'keep' THEN 1 ELSE 0 END) AS keeps,
           SUM(CASE WHEN kind = 'downgrade' THEN 1 ELSE 0 END) AS downgrades,
           SUM(CASE WHEN kind = 'grant' THEN 1 ELSE 0 END) AS grants
    FROM moves
    GROUP BY level
),
holders AS (
    SELECT p.member_id, t.level
    FROM population p
    LEFT JOIN tier_spells t
      ON t.member_id = p.member_id AND t.from_date < $to AND t.to_date >= $to
),
held AS (
    SELECT level, COUNT(*) AS members FROM holders GROUP BY level
),
sold AS (
    SELECT s.level, t.*
    FROM member_trades_of_period t
    JOIN population p ON p.member_id = t.member_id
    LEFT JOIN tier_spells s
      ON s.member_id = t.member_id AND s.from_date <= t.business_date AND t.business_date < s.to_date
),
brought AS (
    SELECT level, SUM(stands) AS purchases, SUM(net_minor) AS net_minor, SUM(margin_minor) AS margin_minor
    FROM sold
    GROUP BY level
),
levels AS (
    SELECT level FROM moved UNION SELECT level FROM held UNION SELECT level FROM brought
)
SELECT l.level, COALESCE(h.members, 0) AS members,
       COALESCE(m.joins, 0) AS joins, COALESCE(m.upgrades, 0) AS upgrades, COALESCE(m.keeps, 0) AS keeps,
       COALESCE(m.downgrades, 0) AS downgrades, COALESCE(m.grants, 0) AS grants,
       COALESCE(b.purchases, 0) AS purchases, COALESCE(b.net_minor, 0) AS net_minor,
       COALESCE(b.margin_minor, 0) AS margin_minor
FROM levels l
LEFT JOIN moved m ON m.level = l.level
LEFT JOIN held h ON h.level IS NOT DISTINCT FROM l.level
LEFT JOIN brought b ON b.level IS NOT DISTINCT FROM l.level
ORDER BY l.level NULLS FIRST
