-- Members by age in ten years, from the year of birth.
SELECT member_id,
       CASE WHEN birth_year IS NULL OR birth_year > EXTRACT(YEAR FROM CAST($as_of AS DATE)) THEN 'unknown'
            WHEN EXTRACT(YEAR FROM CAST($as_of AS DATE)) - birth_year < 18 THEN '0-17'
            WHEN EXTRACT(YEAR FROM CAST($as_of AS DATE)) - birth_year < 25 THEN '18-24'
            WHEN EXTRACT(YEAR FROM CAST($as_of AS DATE)) - birth_year < 35 THEN '25-34'
            WHEN EXTRACT(YEAR FROM CAST($as_of AS DATE)) - birth_year < 45 THEN '35-44'
            WHEN EXTRACT(YEAR FROM CAST($as_of AS DATE)) - birth_year < 55 THEN '45-54'
            ELSE '55+' END AS layer
FROM population
