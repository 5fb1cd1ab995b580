-- Why one member is in her quadrant: what she did within the rule's window.
SELECT quadrant, mark, window_purchases AS purchases, window_minor AS net_minor
FROM quadrant_of_member
WHERE member_id = $member
