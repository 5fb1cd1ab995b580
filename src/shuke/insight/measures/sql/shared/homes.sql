-- Every living member with the store and guide that own her at the close of the day before the report's;
-- before anybody owned her, the store where she enrolled.
SELECT
    m.member_id, m.enrolled_on, m.source, m.gender, m.birth_year, m.birth_month,
    COALESCE(o.store_id, m.enrolling_store_id) AS store_id, o.guide_id
FROM people m
LEFT JOIN owners o
  ON o.member_id = m.member_id AND o.from_date < $as_of AND o.to_date >= $as_of
