-- Each purchase of a member with the day of her first one and that of the next.
SELECT member_id, business_date AS bought_on,
       LEAD(business_date) OVER (PARTITION BY member_id ORDER BY business_date) AS next_on,
       MIN(business_date) OVER (PARTITION BY member_id) AS first_on
FROM member_trades
WHERE stands = 1
