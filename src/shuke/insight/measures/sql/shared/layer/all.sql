-- All members as one layer.
SELECT member_id, 'all' AS layer FROM whoever
