-- The chain's signs of life, each as a part of a whole: two of attracting (joins), the rest of holding (stickiness).
WITH bought AS (
    SELECT t.member_id, SUM(t.stands) AS purchases
    FROM member_trades t
    JOIN population p ON p.member_id = t.member_id
    WHERE t.business_date >= $from AND t.business_date < $to
    GROUP BY t.member_id
),
judged AS (
    SELECT
        member_id,
        CASE WHEN enrolled_on >= $from AND enrolled_on < $to THEN 1 ELSE 0 END AS joined,
        CASE WHEN first_on >= $from AND first_on < $to THEN 1 ELSE 0 END AS first_bought,
        CASE WHEN last_on >= $active_from THEN 1 ELSE 0 END AS active,
        CASE WHEN first_on IS NOT NULL THEN 1 ELSE 0 END AS customer,
        CASE WHEN first_on IS NOT NULL THEN DATEDIFF('day', first_on, $as_of) ELSE 0 END AS tenure_days
    FROM population
),
told AS (
    SELECT COUNT(*) AS members, SUM(joined) AS joined, SUM(first_bought) AS first_bought, SUM(active) AS active,
           SUM(tenure_days) AS tenure_days, SUM(customer) AS customers
    FROM judged
),
visitors AS (
    SELECT member_id, purchases FROM bought WHERE purchases > 0
),
visited AS (
    SELECT COUNT(*) AS buyers, COALESCE(SUM(purchases), 0) AS purchases FROM visitors
),
gaps AS (
    SELECT gap, ROW_NUMBER() OVER (ORDER BY gap) AS place, COUNT(*) OVER () AS gaps
    FROM (
        SELECT DATEDIFF('day', LAG(business_date) OVER (PARTITION BY member_id ORDER BY business_date), business_date) AS gap
        FROM (
            SELECT DISTINCT t.member_id, t.business_date
            FROM member_trades t
            JOIN population p ON p.member_id = t.member_id
            WHERE t.stands = 1 AND t.business_date >= $from AND t.business_date < $to
        ) AS days
    ) AS between_days
    WHERE gap IS NOT NULL
),
came_again AS (
    SELECT r.member_id, r.repeated
    FROM repeat_of_member r
    JOIN population p ON p.member_id = r.member_id
),
again AS (
    SELECT COUNT(*) AS buyers, COALESCE(SUM(repeated), 0) AS repeaters FROM came_again
),
counted AS (
    SELECT 'joined' AS sign, member_id, joined AS part FROM judged
    UNION ALL SELECT 'first_bought', member_id, first_bought FROM judged
    UNION ALL SELECT 'active', member_id, active FROM judged
    UNION ALL SELECT 'repurchase', member_id, repeated FROM came_again
    UNION ALL SELECT 'visits_per_buyer', member_id, 0 FROM visitors
    UNION ALL SELECT 'visits_per_member', member_id, 0 FROM judged
    UNION ALL SELECT 'tenure_days', member_id, 0 FROM judged WHERE customer = 1
)
SELECT place, family, sign, part, whole, line_bp
FROM (
    SELECT 1 AS place, 'joins' AS family, 'joined' AS sign, joined AS part, members AS whole,
           CAST(NULL AS INTEGER) AS line_bp
    FROM told
    UNION ALL SELECT 2, 'joins', 'first_bought', first_bought, members, NULL FROM told
    UNION ALL SELECT 3, 'stickiness', 'active', active, members, $active_line_bp FROM told
    UNION ALL SELECT 4, 'stickiness', 'repurchase', repeaters, buyers, $repurchase_line_bp FROM again
    UNION ALL SELECT 5, 'stickiness', 'visits_per_buyer', purchases, buyers, NULL FROM visited
    UNION ALL SELECT 6, 'stickiness', 'visits_per_member', v.purchases, t.members, NULL FROM visited v CROSS JOIN told t
    UNION ALL SELECT 7, 'stickiness', 'interval_days', MAX(CASE WHEN place = (gaps + 1) // 2 THEN gap END), 1, NULL FROM gaps
    UNION ALL SELECT 8, 'stickiness', 'tenure_days', tenure_days, customers, NULL FROM told
) AS signs
ORDER BY place
