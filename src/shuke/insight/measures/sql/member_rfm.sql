-- Why one member has her RFM class: her figures beside the cut points that hold.
SELECT s.rfm_class, s.r, s.f, s.m, s.days, s.window_purchases AS purchases, s.window_minor AS net_minor,
       c.r1, c.r2, c.r3, c.r4, c.f1, c.f2, c.f3, c.f4, c.m1, c.m2, c.m3, c.m4
FROM rfm_of_member s
CROSS JOIN rfm_cuts c
WHERE s.member_id = $member
