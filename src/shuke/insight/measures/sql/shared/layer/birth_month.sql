-- Members by month of birth.
SELECT member_id, COALESCE(CAST(birth_month AS VARCHAR), 'unknown') AS layer FROM population
