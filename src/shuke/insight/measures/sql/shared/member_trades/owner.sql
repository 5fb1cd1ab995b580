-- Ownership view: a member is one person in all stores; `population` says whose she is.
SELECT k.*
FROM known k
WHERE k.member_id IS NOT NULL
