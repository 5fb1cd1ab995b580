-- The receipts of the one member who is asked about.
SELECT * FROM receipts WHERE member_id = $member
