-- One row per device x patch: the obligation and how it stands.
SELECT x.patch_id, x.device_id, p.reference, p.title AS patch,
  d.name AS device, s.name AS site, p.priority, p.known_exploited,
  d.internet_facing, party(d.supplier, s.supplier) AS supplier, x.state,
  x.level, x.created, x.clock_start, x.clock_basis, x.deadline, g.ring,
  x.window_start, x.window_end, x.claimed,
  still(x.last_old, z.said_at, z.same_at) AS last_old, x.seen, x.confirmed,
  x.observe_from, x.observe_until, x.running, x.protocol, x.security_level,
  x.profile_tested, x.policy_version,
  p.approved, t.tested, p.recovery_plan IS NOT NULL AS has_recovery_plan,
  t.tested IS NOT NULL AS has_test_result,
  (SELECT array_agg(DISTINCT f.component) FROM patch_fix f
    WHERE f.tenant_id = x.tenant_id AND f.patch_id = x.patch_id
    AND f.component <> '') AS fix_components,
  CASE WHEN x.claimed >= $2 AND x.claimed < least($3, $4) THEN
    EXISTS (SELECT FROM reading r WHERE r.tenant_id = x.tenant_id
      AND r.device_id = x.device_id AND r.at > x.claimed AND r.at < $3
      AND r.at <= $4 AND r.outcome IN ('answered', 'partial'))
    OR EXISTS (SELECT FROM hourly h WHERE h.tenant_id = x.tenant_id
      AND h.device_id = x.device_id AND h.hour > x.claimed
      AND h.hour <= least($3, $4) - interval '1 hour' AND h.answered > 0)
    OR EXISTS (SELECT FROM daily h WHERE h.tenant_id = x.tenant_id
      AND h.device_id = x.device_id AND h.day > x.claimed
      AND h.day <= least($3, $4) - interval '24 hours' AND h.answered > 0)
    END AS read_after_claim,
  m.due AS emergency_due, m.approved AS emergency_approved
FROM deployment x
JOIN patch p ON p.tenant_id = x.tenant_id AND p.patch_id = x.patch_id
JOIN device d ON d.tenant_id = x.tenant_id AND d.device_id = x.device_id
LEFT JOIN device_state z
  ON z.tenant_id = x.tenant_id AND z.device_id = x.device_id
LEFT JOIN ring g ON g.tenant_id = x.tenant_id AND g.patch_id = x.patch_id
  AND g.device_id = x.device_id
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
LEFT JOIN patch_tested($1) t ON t.patch_id = x.patch_id
LEFT JOIN (SELECT DISTINCT ON (patch_id) patch_id, due, approved
  FROM emergency WHERE tenant_id = $1 AND at <= $4
  ORDER BY patch_id, at) m ON m.patch_id = x.patch_id
WHERE x.tenant_id = $1 AND x.created < $3 AND x.created <= $4
  AND ($5::integer IS NULL OR d.site_id = $5)
ORDER BY p.reference, d.name, x.device_id
