-- Sales view: what members bought in this store, whoever owns them.
SELECT k.*
FROM known k
WHERE k.member_id IS NOT NULL AND ($store IS NULL OR k.store_id = $store)
