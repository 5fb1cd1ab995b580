-- The one member who is asked about.
SELECT * FROM members WHERE member_id = $member
