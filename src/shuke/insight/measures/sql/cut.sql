-- A cut: the receipts (or lines) of a view within days and filters, parted by groups; one more row is their total.
-- Words in braces are put in by name from `cuts/fields.py` and `cuts/figures.py`; what a person typed is a parameter.
WITH cut_rows AS (
    SELECT {keys}t.receipt_id, t.member_id, t.kind, {counted}
    FROM {trades} t{joins}
    WHERE t.business_date >= $from AND t.business_date < $to{filters}
)
SELECT {shown}{is_total} AS is_total, {sums}
FROM cut_rows{grouping}
ORDER BY is_total DESC{order}
LIMIT {most}
