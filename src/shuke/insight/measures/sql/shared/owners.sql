-- Who owned each member from when to when, never two at a time: a later owner ends the earlier one
-- (two cards that were merged into one member may each have had an owner). An owner without an end gets a day far off,
-- because a join on "no end OR before the end" would compare every receipt with every owner.
-- Most members never changed hands: theirs are taken as they are, since to put a million rows in order costs a second.
SELECT o.member_id, o.store_id, o.guide_id, o.from_date, COALESCE(o.to_date, DATE '9999-12-31') AS to_date
FROM ownership o
WHERE NOT EXISTS (SELECT 1 FROM several_owners s WHERE s.member_id = o.member_id)
UNION ALL
SELECT member_id, store_id, guide_id, from_date,
       COALESCE(LEAST(to_date, next_from), DATE '9999-12-31') AS to_date
FROM (
    SELECT member_id, store_id, guide_id, from_date, to_date,
           LEAD(from_date) OVER (PARTITION BY member_id ORDER BY from_date) AS next_from
    FROM (
        SELECT o.member_id, o.store_id, o.guide_id, o.from_date, o.to_date,
               ROW_NUMBER() OVER (PARTITION BY o.member_id, o.from_date ORDER BY o.store_id, o.guide_id) AS place
        FROM ownership o
        JOIN several_owners s ON s.member_id = o.member_id
    ) AS ranked
    WHERE place = 1
) AS chained
