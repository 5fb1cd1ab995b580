-- Members by RFM class; each member is in exactly one.
SELECT rfm_class, COUNT(*) AS members,
       SUM(window_purchases) AS purchases, SUM(window_minor) AS net_minor
FROM rfm_of_member
GROUP BY rfm_class
ORDER BY rfm_class
