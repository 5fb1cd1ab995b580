-- The members of one class of value, or of all, the largest first.
SELECT member_id, store_id, value_class, window_purchases AS purchases, window_minor AS net_minor
FROM value_of_member
WHERE $class IS NULL OR value_class = $class
ORDER BY net_minor DESC, member_id
LIMIT $limit
