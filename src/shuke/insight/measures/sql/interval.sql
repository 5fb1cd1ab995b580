-- By month of first purchase: how many came a second day, after how many days in the middle (the lower median),
-- and how many days lie between two days of purchase in the middle.
WITH days AS (
    SELECT DISTINCT t.member_id, t.business_date
    FROM member_trades t JOIN population p ON p.member_id = t.member_id
    WHERE t.stands = 1
),
gaps AS (
    SELECT member_id, business_date,
           MIN(business_date) OVER (PARTITION BY member_id) AS first_on,
           DATEDIFF('day', LAG(business_date) OVER (PARTITION BY member_id ORDER BY business_date), business_date) AS gap,
           ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY business_date) AS nth
    FROM days
),
of_cohort AS (
    SELECT EXTRACT(YEAR FROM first_on) * 100 + EXTRACT(MONTH FROM first_on) AS cohort, member_id, nth, gap
    FROM gaps
    WHERE first_on >= $from AND first_on < $to
),
placed AS (
    SELECT cohort, nth, gap,
           ROW_NUMBER() OVER (PARTITION BY cohort ORDER BY CASE WHEN nth = 1 THEN 1 ELSE 0 END, gap) AS place,
           ROW_NUMBER() OVER (PARTITION BY cohort ORDER BY CASE WHEN nth = 2 THEN 0 ELSE 1 END, gap) AS second_place,
           SUM(CASE WHEN nth > 1 THEN 1 ELSE 0 END) OVER (PARTITION BY cohort) AS intervals,
           SUM(CASE WHEN nth = 2 THEN 1 ELSE 0 END) OVER (PARTITION BY cohort) AS seconds
    FROM of_cohort
)
SELECT cohort,
       SUM(CASE WHEN nth = 1 THEN 1 ELSE 0 END) AS members,
       MAX(seconds) AS second_buyers,
       MAX(CASE WHEN nth = 2 AND second_place = (seconds + 1) // 2 THEN gap END) AS days_to_second,
       MAX(intervals) AS intervals,
       MAX(CASE WHEN nth > 1 AND place = (intervals + 1) // 2 THEN gap END) AS days_between
FROM placed
GROUP BY cohort
ORDER BY cohort
