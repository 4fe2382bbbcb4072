-- Changes of the register in the period that can move a figure. Of a site those
-- of its devices, of their patches, and of itself. functions: what who made one
-- held at that moment, for the acts that a report asks it of. Patches are as they
-- are at the snapshot: what was edited of them after the period, up to then, moves
-- its figures, too.
SELECT seq, at, action, object, detail, reason,
  CASE WHEN action IN ('patch.add', 'patch.edit', 'patch.withdraw',
    'device.retire') THEN functions_held($1, actor, at) END AS functions
FROM change
WHERE tenant_id = $1 AND at >= $2 AND at <= $4
  AND (at < $3 OR action = 'patch.edit' AND object IN (
    SELECT 'patch/' || p.reference FROM patch p
    WHERE p.tenant_id = $1 AND EXISTS (SELECT FROM deployment x
      WHERE x.tenant_id = $1 AND x.patch_id = p.patch_id AND x.created < $3)))
  AND ($5::integer IS NULL OR object IN (
      SELECT 'device/' || name FROM here
      UNION ALL SELECT 'patch/' || p.reference FROM patch p
        JOIN here_patch h ON h.patch_id = p.patch_id WHERE p.tenant_id = $1
      UNION ALL SELECT 'site/' || name FROM site
        WHERE tenant_id = $1 AND site_id = $5)
    OR object LIKE 'deployment/%' AND EXISTS (SELECT FROM here
      WHERE right(object, length(name) + 1) = '/' || name))
ORDER BY seq
