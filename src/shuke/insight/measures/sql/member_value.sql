-- Why one member has her class of value: what she did within the rule's window.
SELECT value_class, window_purchases AS purchases, window_minor AS net_minor
FROM value_of_member
WHERE member_id = $member
