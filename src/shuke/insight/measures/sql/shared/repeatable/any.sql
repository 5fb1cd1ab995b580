-- Which purchases may follow which: any purchase after any other.
SELECT member_id, 0 AS thing, business_date AS bought_on
FROM member_trades
WHERE stands = 1 OR (kind = 'sale' AND $refunds_out = 0)
