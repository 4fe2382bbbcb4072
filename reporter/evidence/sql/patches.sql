-- Patches known at the snapshot, the most urgent first.
SELECT p.patch_id, p.reference, p.title, p.vendor, p.product,
  p.vulnerabilities, p.advisory, p.criticality, p.impact, p.dependencies,
  p.priority, p.known_exploited, p.released, p.advised, p.registered,
  p.deadline, p.test_result, p.tested, p.recovery_plan, p.planning,
  p.window_start, p.window_end, p.communication, p.approved_by, p.approved,
  p.owner, p.status,
  (SELECT string_agg(concat_ws(' ', nullif(f.component, ''), '>=',
      f.min_version, '(' || f.scheme || ')'), '; ' ORDER BY f.fix)
    FROM patch_fix f WHERE f.tenant_id = p.tenant_id
      AND f.patch_id = p.patch_id) AS fix
FROM patch p
WHERE p.tenant_id = $1 AND p.registered < $3 AND p.registered <= $4
  AND ($5::integer IS NULL OR p.patch_id IN (SELECT patch_id FROM here_patch))
ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'],
  p.priority), p.reference
