-- Members by where they came from.
SELECT member_id, CASE WHEN source = '' THEN 'unknown' ELSE source END AS layer FROM population
