-- Members by lifecycle state.
SELECT member_id, state AS layer FROM lifecycle_of_member
