-- Every member of the view whom anybody knew on the report's day.
SELECT member_id FROM population
