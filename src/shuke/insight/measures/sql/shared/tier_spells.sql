-- Which tier each member held from when to when. Of several moves on one day the last word is the highest tier.
SELECT member_id, level, from_date,
       LEAD(from_date) OVER (PARTITION BY member_id ORDER BY from_date) AS to_date
FROM (
    SELECT member_id, effective_on AS from_date, MAX(to_level) AS level
    FROM tier_moves
    WHERE effective_on < $as_of
    GROUP BY member_id, effective_on
) AS moves
