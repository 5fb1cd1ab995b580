-- The members of one class of value, or of all, the largest first.
SELECT s.member_id, p.store_id, s.value_class, s.window_purchases AS purchases, s.window_minor AS net_minor
FROM value_of_member s
JOIN homes p ON p.member_id = s.member_id
WHERE $class IS NULL OR s.value_class = $class
ORDER BY net_minor DESC, s.member_id
LIMIT $limit
