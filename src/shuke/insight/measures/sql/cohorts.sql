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
begun AS (
    SELECT member_id, month, month // 12 * 100 + month % 12 + 1 AS cohort
    FROM firsts
    WHERE month >= EXTRACT(YEAR FROM CAST($from AS DATE)) * 12 + EXTRACT(MONTH FROM CAST($from AS DATE)) - 1
),
sizes AS (
    SELECT cohort, COUNT(*) AS size FROM begun GROUP BY cohort
),
counted AS (
    SELECT b.cohort, m.month - b.month AS months_later, b.member_id
    FROM begun b
    JOIN months m ON m.member_id = b.member_id
)
SELECT c.cohort, c.months_later, z.size, COUNT(*) AS members
FROM counted c
JOIN sizes z ON z.cohort = c.cohort
GROUP BY c.cohort, c.months_later, z.size
ORDER BY c.cohort, c.months_later
