-- Advisories about products that were seen, whose time to decide may have ended in
-- the period, and older ones that still waited in it: with how many devices are
-- such a product and what was decided.
SELECT a.reference, a.source, a.title, a.vendor, a.product,
  a.published AS known, c.devices,
  CASE WHEN x.at < $3 AND x.at <= $4 THEN x.at END AS decided,
  CASE WHEN a.decided <= x.at AND x.at < $3 AND x.at <= $4 THEN a.decision
    WHEN x.at < $3 AND x.at <= $4 THEN 'patch' END AS decision
FROM advisory a
CROSS JOIN LATERAL advisory_decided(a) x(at)
JOIN LATERAL (SELECT sum(t.devices)::bigint AS devices
  FROM (SELECT s.vendor, s.model, count(*) AS devices FROM device_state s
    JOIN device d ON d.tenant_id = s.tenant_id AND d.device_id = s.device_id
    WHERE s.tenant_id = $1 AND d.created < $3 AND d.created <= $4
      AND (d.retired IS NULL OR d.retired >= $2)
      AND ($5::integer IS NULL OR d.site_id = $5) GROUP BY 1, 2) t
  WHERE glob_matches(t.vendor, a.vendor)
    AND glob_matches(t.model, a.product)) c ON c.devices > 0
WHERE a.tenant_id = $1 AND a.made < $3 AND a.made <= $4
  AND a.published < $3 AND (x.at IS NULL OR x.at >= $2
    OR a.published >= $2::timestamptz - make_interval(secs => (
      SELECT max(decide_s) FROM policy WHERE tenant_id = $1)))
ORDER BY a.published, a.reference
