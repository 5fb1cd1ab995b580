-- The members in one state, or in all, those longest in it first: since the last spell of another state ended.
-- New and active last from purchase to purchase, unless she had turned silent between two; the others end with the next.
WITH returns AS (
    SELECT member_id, MAX(next_on + 1) AS back_on
    FROM turning_points
    WHERE silent_on <= next_on
    GROUP BY member_id
),
stood AS (
    SELECT p.member_id, p.store_id, p.first_on, p.last_on, p.enrolled_on, p.state, b.back_on,
           n.new_until, t.silent_on, t.dormant_on, t.lost_on
    FROM lifecycle_of_member p
    LEFT JOIN returns b ON b.member_id = p.member_id
    LEFT JOIN turns_of_day n ON n.cycle = p.cycle AND n.day_on = p.first_on
    LEFT JOIN turns_of_day t ON t.cycle = p.cycle AND t.day_on = p.last_on
),
stays AS (
    SELECT member_id, store_id, state, first_on, last_on,
           CASE state WHEN 'never' THEN enrolled_on + 1
                      WHEN 'lost' THEN lost_on
                      WHEN 'dormant' THEN dormant_on
                      WHEN 'silent' THEN silent_on
                      WHEN 'active' THEN GREATEST(first_on + 1, new_until, COALESCE(back_on, first_on + 1))
                      ELSE COALESCE(back_on, first_on + 1) END AS since
    FROM stood
)
SELECT member_id, store_id, state, since, first_on, last_on, DATEDIFF('day', since, $as_of) AS days
FROM stays
WHERE $state IS NULL OR state = $state
ORDER BY since, member_id
LIMIT $limit
