-- Whoever bought in the period, and whether she bought again as the rule means it.
SELECT member_id, MAX(followed) AS repeated, MIN(bought_on) AS first_on, MAX(bought_on) AS last_on
FROM repeats
GROUP BY member_id
