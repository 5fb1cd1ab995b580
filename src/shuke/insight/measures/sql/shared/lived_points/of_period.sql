-- The turning points whose turns can fall into the period, for a page that looks at no other days.
SELECT *
FROM turning_points
WHERE until > $from AND bought_on + 1 < $to
