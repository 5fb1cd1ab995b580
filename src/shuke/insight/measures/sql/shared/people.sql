-- Every living member.
SELECT m.member_id, m.enrolled_on, m.source, m.gender, m.birth_year, m.birth_month, m.enrolling_store_id
FROM asked_members m
WHERE m.survivor_id = m.member_id AND m.status <> 'erased'
