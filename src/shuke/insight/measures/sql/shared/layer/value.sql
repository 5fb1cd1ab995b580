-- Members by the three classes of value.
SELECT member_id, value_class AS layer FROM value_of_member
