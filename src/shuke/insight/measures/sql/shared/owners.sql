-- Who owned each member from when to when, never two at a time: a later owner ends the earlier one
-- (two cards that were merged into one member may each have had an owner).
SELECT member_id, store_id, guide_id, from_date,
       CASE WHEN next_from IS NOT NULL AND (to_date IS NULL OR next_from < to_date) THEN next_from
            ELSE to_date END AS to_date
FROM (
    SELECT member_id, store_id, guide_id, from_date, to_date,
           LEAD(from_date) OVER (PARTITION BY member_id ORDER BY from_date) AS next_from
    FROM (
        SELECT member_id, store_id, guide_id, from_date, to_date,
               ROW_NUMBER() OVER (PARTITION BY member_id, from_date ORDER BY store_id, guide_id) AS place
        FROM ownership
    ) AS ranked
    WHERE place = 1
) AS chained
