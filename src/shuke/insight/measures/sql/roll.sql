-- Every member of the chain with her lifecycle state, first and last purchase, and what she bought in the period:
-- what the roll of members keeps of each.
SELECT p.member_id, COALESCE(s.state, 'never') AS state, p.first_on, p.last_on, p.purchases AS all_purchases,
       p.window_purchases AS purchases, p.window_minor AS net_minor
FROM population p
LEFT JOIN lifecycle_of_member s ON s.member_id = p.member_id
