-- Which tier each member held from when to when; the one she holds ends on a day far off. Of several moves on one day the last word is the highest tier.
SELECT member_id, level, from_date,
       COALESCE(LEAD(from_date) OVER (PARTITION BY member_id ORDER BY from_date), DATE '9999-12-31') AS to_date
FROM (
    SELECT member_id, effective_on AS from_date, MAX(to_level) AS level
    FROM tier_moves
    WHERE effective_on < $as_of
    GROUP BY member_id, effective_on
) AS moves
