-- High value is frequent and large, potential one of the two, ordinary everybody else.
SELECT
    member_id, window_purchases, window_minor,
    CASE WHEN window_purchases >= $frequent_from AND window_minor >= $large_from_minor THEN 'high'
         WHEN window_purchases >= $frequent_from OR window_minor >= $large_from_minor THEN 'potential'
         ELSE 'ordinary' END AS value_class
FROM population
