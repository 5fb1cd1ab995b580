-- Members by quadrant.
SELECT member_id, quadrant AS layer FROM quadrant_of_member
