-- The members of a class or of a cell of the matrix, the largest first.
SELECT s.member_id, p.store_id, s.rfm_class, s.r, s.f, s.m, s.days,
       s.window_purchases AS purchases, s.window_minor AS net_minor
FROM rfm_of_member s
JOIN homes p ON p.member_id = s.member_id
WHERE ($class IS NULL OR s.rfm_class = $class)
  AND ($r IS NULL OR s.r = $r) AND ($f IS NULL OR s.f = $f) AND ($m IS NULL OR s.m = $m)
ORDER BY net_minor DESC, s.member_id
LIMIT $limit
