-- Who bought in the period, who came back as the rule means it, and where those who did not stand:
-- some may still come within the interval they are given, some gave goods back, the rest stayed away.
WITH gave_back AS (
    SELECT DISTINCT member_id
    FROM member_trades
    WHERE business_date >= $from AND business_date < $to AND (kind = 'return' OR stands = 0)
)
SELECT
    l.layer,
    COUNT(*) AS buyers,
    SUM(r.repeated) AS repeaters,
    SUM(CASE WHEN r.repeated = 0 AND r.last_on >= $still_from THEN 1 ELSE 0 END) AS may_still,
    SUM(CASE WHEN r.repeated = 0 AND r.last_on < $still_from AND g.member_id IS NOT NULL THEN 1 ELSE 0 END)
        AS gave_back,
    SUM(CASE WHEN r.repeated = 0 AND r.last_on < $still_from AND g.member_id IS NULL THEN 1 ELSE 0 END)
        AS stayed_away
FROM layer l
JOIN repeat_of_member r ON r.member_id = l.member_id
LEFT JOIN gave_back g ON g.member_id = r.member_id
GROUP BY l.layer
ORDER BY l.layer
