-- The same, with neighbouring spells of one state joined: a regular is active from month to month, not from purchase
-- to purchase. Meant for one member: for all of them it is a long sort.
SELECT member_id, state, MIN(starts) AS starts, MAX(ends) AS ends
FROM (
    SELECT member_id, state, starts, ends,
           SUM(changed) OVER (PARTITION BY member_id ORDER BY starts ROWS UNBOUNDED PRECEDING) AS stretch
    FROM (
        SELECT member_id, state, starts, ends,
               CASE WHEN state = LAG(state) OVER (PARTITION BY member_id ORDER BY starts) THEN 0 ELSE 1 END AS changed
        FROM spells s
        WHERE EXISTS (SELECT 1 FROM people p WHERE p.member_id = s.member_id)
    ) AS neighbours
) AS stretches
GROUP BY member_id, state, stretch
