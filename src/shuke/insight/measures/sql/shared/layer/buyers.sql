-- All living members as one layer, whether they have bought or not: for a page that joins it to those who have.
SELECT member_id, 'all' AS layer FROM people
