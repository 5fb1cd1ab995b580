-- Who bought in the period, who came back as the rule means it, and where those who did not stand:
-- some may still come within the interval they are given, some gave goods back, the rest stayed away.
WITH gave_back AS (
    SELECT DISTINCT member_id
    FROM member_trades_of_period
    WHERE kind = 'return' OR stands = 0
),
counted AS (
    SELECT l.layer, l.member_id,
           CASE WHEN r.repeated = 1 THEN 'repeater'
                WHEN r.last_on >= $still_from THEN 'may_still'
                WHEN g.member_id IS NOT NULL THEN 'gave_back'
                ELSE 'stayed_away' END AS standing
    FROM layer l
    JOIN repeat_of_member r ON r.member_id = l.member_id
    LEFT JOIN gave_back g ON g.member_id = r.member_id
)
SELECT
    layer,
    COUNT(*) AS buyers,
    SUM(CASE WHEN standing = 'repeater' THEN 1 ELSE 0 END) AS repeaters,
    SUM(CASE WHEN standing = 'may_still' THEN 1 ELSE 0 END) AS may_still,
    SUM(CASE WHEN standing = 'gave_back' THEN 1 ELSE 0 END) AS gave_back,
    SUM(CASE WHEN standing = 'stayed_away' THEN 1 ELSE 0 END) AS stayed_away
FROM counted
GROUP BY layer
ORDER BY layer
