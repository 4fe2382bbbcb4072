-- What was issued before: the head of the chain that each one printed.
SELECT number, kind, language, made, interim, change_seq,
  encode(change_hash, 'hex') AS change_hash,
  encode(pdf_sha256, 'hex') AS pdf_sha256
FROM report WHERE tenant_id = $1 AND made <= $4
ORDER BY made DESC, report_id DESC LIMIT 60
