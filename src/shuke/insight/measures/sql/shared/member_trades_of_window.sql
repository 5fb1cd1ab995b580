-- What members bought and brought back within the window that the rule looks at.
SELECT t.*
FROM member_trades t
WHERE t.business_date >= $window_from
