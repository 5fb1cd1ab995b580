-- From the sales view to the ownership view, store by store.
SELECT whose AS store_id, sold_minor, sold_to_others_minor, bought_elsewhere_minor, owned_minor
FROM bridged
WHERE $store IS NULL OR whose = $store
ORDER BY store_id NULLS FIRST
