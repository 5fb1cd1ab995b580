-- Every receipt of the view with the kind of customer behind it; a return counts as what she was on its day.
SELECT t.*,
       CASE WHEN t.member_id IS NULL THEN 'unidentified'
            WHEN t.business_date > o.old_on OR (t.business_date = o.old_on AND t.sold_at >= o.old_at) THEN 'old'
            ELSE 'new' END AS customer
FROM trades t
LEFT JOIN old_since o ON o.member_id = t.member_id
