-- What people entered, as it stood at the end of the period, and whether it was
-- open when the period began. No person's name. Of a site what names it, or one
-- of its devices.
SELECT k.letter || '-' || e.number AS id, e.kind, e.reference, e.title,
  e.topic, e.cause, e.risk, e.cost, e.severity, e.owner, p.reference AS patch,
  d.name AS device, t.name AS site, s.name AS supplier, e.report, e.opened,
  e.until, e.due, e.acknowledged, e.sha256, e.outcome, e.result, e.closed,
  e.ended_as,
  entry_status(e.closed, e.until, e.due, least($3, $4)) AS status,
  (SELECT entry_status(b.closed, b.until, b.due, $2) FROM entry b
    WHERE b.tenant_id = $1 AND b.kind = e.kind AND b.number = e.number
    AND b.made < $2 ORDER BY b.rev DESC LIMIT 1) AS before
FROM (SELECT DISTINCT ON (kind, number) kind, number, tenant_id, reference,
    title, topic, cause, risk, cost, severity, owner, patch_id, device_id,
    site_id, supplier_id, report, opened, until, due, acknowledged, sha256,
    outcome, result, closed, ended_as
  FROM entry WHERE tenant_id = $1 AND made < $3 AND made <= $4
  ORDER BY kind, number, rev DESC) e
JOIN entry_kind k USING (kind)
LEFT JOIN patch p ON p.tenant_id = $1 AND p.patch_id = e.patch_id
LEFT JOIN device d ON d.tenant_id = $1 AND d.device_id = e.device_id
LEFT JOIN site t ON t.tenant_id = $1 AND t.site_id = e.site_id
LEFT JOIN supplier s ON s.tenant_id = $1 AND s.supplier_id = e.supplier_id
WHERE $5::integer IS NULL OR e.site_id = $5 OR d.site_id = $5
ORDER BY k.letter, e.number
