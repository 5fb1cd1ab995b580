-- The first quadrant of the ordered rule that holds the member's purchases and amount within the window;
-- 'none' for a member whom no quadrant holds, above all one who bought nothing.
SELECT
    p.member_id, p.window_purchases, p.window_minor,
    COALESCE(q.quadrant, 'none') AS quadrant,
    COALESCE(q.mark, '') AS mark
FROM population p
LEFT JOIN (
    SELECT p.member_id, MIN(b.place) AS place
    FROM population p
    JOIN rule_boxes b
      ON p.window_purchases >= b.purchases_from AND p.window_purchases < b.purchases_below
     AND p.window_minor >= b.amount_from_minor AND p.window_minor < b.amount_below_minor
    WHERE p.window_purchases > 0
    GROUP BY p.member_id
) AS held ON held.member_id = p.member_id
LEFT JOIN rule_boxes q ON q.place = held.place
