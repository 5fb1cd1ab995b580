-- The members of a quadrant, or of one mark in it, the largest first.
SELECT s.member_id, p.store_id, s.quadrant, s.mark, s.window_purchases AS purchases, s.window_minor AS net_minor
FROM quadrant_of_member s
JOIN homes p ON p.member_id = s.member_id
WHERE ($quadrant IS NULL OR s.quadrant = $quadrant) AND ($mark IS NULL OR s.mark = $mark)
ORDER BY net_minor DESC, s.member_id
LIMIT $limit
