-- The members who bought or brought back in the period.
SELECT DISTINCT member_id
FROM known
WHERE member_id IS NOT NULL AND business_date >= $from AND business_date < $to
