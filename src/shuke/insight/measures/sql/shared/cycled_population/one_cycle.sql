-- The members of the view, who all have the same cycle.
SELECT p.*, $default_cycle AS cycle
FROM population p
