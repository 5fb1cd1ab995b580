-- Each purchase of the period and whether another one followed it within the rule's interval and the period.
SELECT member_id, thing, bought_on,
       CASE WHEN COUNT(*) OVER (
                PARTITION BY member_id, thing ORDER BY day_number
                RANGE BETWEEN $least_days FOLLOWING AND $window_days FOLLOWING
            ) > CASE WHEN $least_days = 0 THEN 1 ELSE 0 END
            THEN 1 ELSE 0 END AS followed
FROM (
    SELECT member_id, thing, bought_on, DATEDIFF('day', DATE '1970-01-01', bought_on) AS day_number
    FROM repeatable
    WHERE bought_on >= $from AND bought_on < $to
) AS purchases
