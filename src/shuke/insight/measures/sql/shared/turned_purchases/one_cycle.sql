-- The turning points of members, each with the day on which she was or will be no longer new.
SELECT t.*, f.new_until
FROM lived_points t
JOIN (SELECT * FROM turns_of_day WHERE cycle = $default_cycle) AS f ON f.day_on = t.first_on
