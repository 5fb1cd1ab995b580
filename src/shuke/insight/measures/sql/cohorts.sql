-- Members by the month of their first purchase, and how many of them bought in each month after it.
WITH months AS (
    SELECT DISTINCT member_id, EXTRACT(YEAR FROM business_date) * 12 + EXTRACT(MONTH FROM business_date) - 1 AS month
    FROM member_trades
    WHERE stands = 1
),
firsts AS (
    SELECT m.member_id, MIN(m.month) AS month
    FROM months m JOIN population p ON p.member_id = m.member_id
    GROUP BY m.member_id
),
sizes AS (
    SELECT month, COUNT(*) AS size FROM firsts GROUP BY month
)
SELECT f.month // 12 * 100 + f.month % 12 + 1 AS cohort, m.month - f.month AS months_later,
       z.size, COUNT(*) AS members
FROM firsts f
JOIN sizes z ON z.month = f.month
JOIN months m ON m.member_id = f.member_id
WHERE f.month >= EXTRACT(YEAR FROM CAST($from AS DATE)) * 12 + EXTRACT(MONTH FROM CAST($from AS DATE)) - 1
GROUP BY f.month, m.month, z.size
ORDER BY f.month, m.month
