-- Members by gender.
SELECT member_id, COALESCE(gender, 'unknown') AS layer FROM population
