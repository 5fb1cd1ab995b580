-- Where members stand on the plane of frequency and amount, and in which quadrant: one row for each spot with anybody.
WITH counted AS (
    SELECT MAX(b.place) AS place, MAX(b.from_minor) AS from_minor, s.member_id, s.quadrant,
           LEAST(s.window_purchases, $cap) AS purchases_up_to
    FROM quadrant_of_member s
    JOIN rule_bands b ON b.from_minor IS NULL OR s.window_minor >= b.from_minor
    WHERE s.window_purchases > 0
    GROUP BY s.member_id, s.quadrant, s.window_purchases, s.window_minor
)
SELECT c.quadrant, c.purchases_up_to, b.from_minor, b.below_minor, COUNT(*) AS members
FROM counted c
JOIN rule_bands b ON b.place = c.place
GROUP BY c.quadrant, c.purchases_up_to, b.from_minor, b.below_minor
ORDER BY c.quadrant, c.purchases_up_to, b.from_minor NULLS FIRST
