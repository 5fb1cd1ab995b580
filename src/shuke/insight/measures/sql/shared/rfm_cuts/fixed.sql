-- The cut points of the rule.
SELECT $r1 AS r1, $r2 AS r2, $r3 AS r3, $r4 AS r4,
       $f1 AS f1, $f2 AS f2, $f3 AS f3, $f4 AS f4,
       $m1 AS m1, $m2 AS m2, $m3 AS m3, $m4 AS m4
