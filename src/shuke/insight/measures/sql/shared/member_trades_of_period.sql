-- What members bought and brought back in the period.
SELECT t.*
FROM member_trades t
WHERE t.business_date >= $from AND t.business_date < $to
