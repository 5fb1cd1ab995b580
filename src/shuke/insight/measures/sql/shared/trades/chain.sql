-- Every receipt of the chain, for a question in which it does not matter whose the members are.
SELECT
    k.receipt_id, k.member_id, k.business_date, k.sold_at, k.kind, k.stands,
    k.net_minor, k.quantity_milli, k.costed_minor, k.margin_minor
FROM known k
