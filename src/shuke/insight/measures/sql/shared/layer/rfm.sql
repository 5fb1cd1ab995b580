-- Members by RFM class.
SELECT member_id, rfm_class AS layer FROM rfm_of_member
