-- What comparing a device, or a ring as a whole, with those like it said after a
-- patch: of each the worst, then the last. Dismissed is what somebody found to
-- have another cause.
SELECT l.at, l.patch_id, p.reference, p.title AS patch, l.device_id,
  d.name AS device, s.name AS site, l.ring, l.day, l.outcome,
  replace(l.why, ' ', '_') AS why, l.evidence_id, l.dismissed,
  l.dismissed_why
FROM (SELECT * FROM (SELECT DISTINCT ON (c.patch_id, c.device_id)
    c.at, c.patch_id, c.device_id, r.ring, c.day, c.outcome, c.why,
    c.evidence_id, y.at AS dismissed, y.reason AS dismissed_why
  FROM comparison c
  LEFT JOIN ring r ON r.tenant_id = c.tenant_id AND r.patch_id = c.patch_id
    AND r.device_id = c.device_id
  LEFT JOIN LATERAL (SELECT at, reason FROM dismissal y
    WHERE y.tenant_id = c.tenant_id AND y.patch_id = c.patch_id
      AND y.device_id = c.device_id AND y.at >= c.at AND y.at < $3
      AND y.at <= $4 ORDER BY y.at LIMIT 1) y ON true
  WHERE c.tenant_id = $1 AND c.at >= $2 AND c.at < $3 AND c.at <= $4
    AND ($5::integer IS NULL OR c.device_id IN (SELECT device_id FROM here))
  ORDER BY c.patch_id, c.device_id, c.outcome = 'failed' DESC, c.day DESC,
    c.at DESC) of_device
  UNION ALL SELECT * FROM (SELECT DISTINCT ON (q.patch_id, q.ring)
    q.at, q.patch_id, NULL::integer, q.ring, q.day, q.outcome, q.why,
    NULL::bigint, CASE WHEN q.dismissed < $3 AND q.dismissed <= $4
      THEN q.dismissed END, CASE WHEN q.dismissed < $3 AND q.dismissed <= $4
      THEN q.dismissed_why END
  FROM ring_comparison q
  WHERE q.tenant_id = $1 AND q.at >= $2 AND q.at < $3 AND q.at <= $4
    AND $5::integer IS NULL
  ORDER BY q.patch_id, q.ring, q.outcome = 'failed' DESC, q.day DESC,
    q.at DESC) of_ring) l
JOIN patch p ON p.tenant_id = $1 AND p.patch_id = l.patch_id
LEFT JOIN device d ON d.tenant_id = $1 AND d.device_id = l.device_id
LEFT JOIN site s ON s.tenant_id = $1 AND s.site_id = d.site_id
ORDER BY p.reference, l.ring NULLS LAST, d.name NULLS FIRST
