-- Who owned each member from when to when, never two at a time: a later owner ends the earlier one
-- (two cards that were merged into one member may each have had an owner). An owner without an end gets a day far off,
-- because a join on "no end OR before the end" would compare every receipt with every owner.
SELECT member_id, store_id, guide_id, from_date,
       COALESCE(LEAST(to_date, next_from), DATE '9999-12-31') AS to_date
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
