-- From the sales view to the ownership view, guide by guide.
SELECT whose AS guide_id, sold_minor, sold_to_others_minor, bought_elsewhere_minor, owned_minor
FROM bridged
ORDER BY guide_id NULLS FIRST
