-- The members of a class or of a cell of the matrix, the largest first.
SELECT member_id, store_id, rfm_class, r, f, m, days, window_purchases AS purchases, window_minor AS net_minor
FROM rfm_of_member
WHERE ($class IS NULL OR rfm_class = $class)
  AND ($r IS NULL OR r = $r) AND ($f IS NULL OR f = $f) AND ($m IS NULL OR m = $m)
ORDER BY net_minor DESC, member_id
LIMIT $limit
