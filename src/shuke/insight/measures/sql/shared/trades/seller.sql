-- Sales view: a receipt belongs to the store and the guide that sold.
SELECT k.*
FROM known k
WHERE $store IS NULL OR k.store_id = $store
