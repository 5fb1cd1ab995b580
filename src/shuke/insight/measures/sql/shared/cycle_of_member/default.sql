-- One cycle for everybody.
SELECT member_id, enrolled_on, $default_cycle AS cycle
FROM people
