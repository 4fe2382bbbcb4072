-- What was issued before: the head of the chain that each one printed. All of
-- this period, of which one may be this document, and the last others.
SELECT number, kind, language, made, interim, change_seq,
  encode(change_hash, 'hex') AS change_hash,
  encode(pdf_sha256, 'hex') AS pdf_sha256, reason,
  (SELECT p.at FROM report_step p WHERE p.tenant_id = $1
    AND p.report_id = r.report_id AND p.step = 'reviewed' AND p.at <= $4)
    AS reviewed,
  (SELECT p.at FROM report_step p WHERE p.tenant_id = $1
    AND p.report_id = r.report_id AND p.step = 'adopted' AND p.at <= $4)
    AS adopted
FROM (SELECT r.*, row_number() OVER (ORDER BY made DESC, report_id DESC) AS nth
  FROM report r
  WHERE tenant_id = $1 AND made <= $4
    AND site_id IS NOT DISTINCT FROM $5::integer) r
WHERE nth <= 60 OR period_from = $2 AND period_to = $3
ORDER BY made DESC, report_id DESC
