-- Scores 1 (weakest) to 5 on each side and the class of the corner. Outside the window all scores are 0:
-- asleep when she once bought, never when she has not.
SELECT
    member_id, days, window_purchases, window_minor, r, f, m,
    CASE WHEN days IS NULL THEN 'never'
         WHEN window_purchases = 0 THEN 'asleep'
         ELSE CASE (CASE WHEN r >= $high_r THEN 4 ELSE 0 END)
                 + (CASE WHEN f >= $high_f THEN 2 ELSE 0 END)
                 + (CASE WHEN m >= $high_m THEN 1 ELSE 0 END)
              WHEN 7 THEN $class_7 WHEN 6 THEN $class_6 WHEN 5 THEN $class_5 WHEN 4 THEN $class_4
              WHEN 3 THEN $class_3 WHEN 2 THEN $class_2 WHEN 1 THEN $class_1 ELSE $class_0 END
    END AS rfm_class
FROM (
    SELECT
        p.member_id, p.window_purchases, p.window_minor,
        DATEDIFF('day', p.last_on, $as_of) AS days,
        CASE WHEN p.window_purchases = 0 THEN 0
             WHEN DATEDIFF('day', p.last_on, $as_of) <= c.r1 THEN 5
             WHEN DATEDIFF('day', p.last_on, $as_of) <= c.r2 THEN 4
             WHEN DATEDIFF('day', p.last_on, $as_of) <= c.r3 THEN 3
             WHEN DATEDIFF('day', p.last_on, $as_of) <= c.r4 THEN 2 ELSE 1 END AS r,
        CASE WHEN p.window_purchases = 0 THEN 0 WHEN p.window_purchases >= c.f4 THEN 5
             WHEN p.window_purchases >= c.f3 THEN 4 WHEN p.window_purchases >= c.f2 THEN 3
             WHEN p.window_purchases >= c.f1 THEN 2 ELSE 1 END AS f,
        CASE WHEN p.window_purchases = 0 THEN 0 WHEN p.window_minor >= c.m4 THEN 5
             WHEN p.window_minor >= c.m3 THEN 4 WHEN p.window_minor >= c.m2 THEN 3
             WHEN p.window_minor >= c.m1 THEN 2 ELSE 1 END AS m
    FROM population p
    CROSS JOIN rfm_cuts c
) AS scored
