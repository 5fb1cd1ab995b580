-- The members of a quadrant, or of one mark in it, the largest first.
SELECT member_id, store_id, quadrant, mark, window_purchases AS purchases, window_minor AS net_minor
FROM quadrant_of_member
WHERE ($quadrant IS NULL OR quadrant = $quadrant) AND ($mark IS NULL OR mark = $mark)
ORDER BY net_minor DESC, member_id
LIMIT $limit
