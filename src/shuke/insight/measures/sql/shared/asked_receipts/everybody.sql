-- The receipts of everybody.
SELECT * FROM receipts
