-- Every turning point.
SELECT * FROM turning_points
