-- Everybody.
SELECT * FROM members
