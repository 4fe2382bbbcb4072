-- How devices were set up at the end of the period, as far as it shows: checks
-- of mibs/baseline.checks, by device, with what failed and the evidence of that.
SELECT c.device_id, d.name AS device, s.name AS site,
  count(*) FILTER (WHERE c.result = 'passed') AS passed,
  count(*) FILTER (WHERE c.result = 'failed') AS failed,
  count(*) FILTER (WHERE c.result = 'not observable') AS unobservable,
  array_agg(c.name ORDER BY c.name) FILTER (WHERE c.result = 'failed')
    AS failed_checks,
  array_agg(c.evidence_id ORDER BY c.name) FILTER (WHERE c.result = 'failed'
    AND c.evidence_id IS NOT NULL) AS evidence
FROM checks_at($1, least($3, $4)) c
JOIN device d ON d.tenant_id = c.tenant_id AND d.device_id = c.device_id
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
WHERE $5::integer IS NULL OR d.site_id = $5
GROUP BY c.device_id, d.name, s.name
ORDER BY d.name, c.device_id
