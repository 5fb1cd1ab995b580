-- The turning points of members, each with the day on which she was or will be no longer new.
SELECT t.*, f.new_until
FROM lived_points t
JOIN turns_of_day f ON f.cycle = t.cycle AND f.day_on = t.first_on
