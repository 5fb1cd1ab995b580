-- Every living member of the chain, for a page that joins them to those who bought: these were known by that.
SELECT member_id FROM people
