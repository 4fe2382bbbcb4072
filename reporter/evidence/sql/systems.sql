-- What other programs keep, and what they say; of a device in service its own
-- answers count, and not these.
SELECT y.source, y.name, y.category, t.name AS site, y.owner, y.supplier,
  y.product, y.version, y.state, y.seen, y.updated
FROM system y
LEFT JOIN site t ON t.tenant_id = y.tenant_id AND t.site_id = y.site_id
WHERE y.tenant_id = $1 AND ($5::integer IS NULL OR y.site_id = $5)
  AND y.created < $3 AND y.created <= $4
  AND (y.retired IS NULL OR y.retired >= least($3, $4))
  AND NOT EXISTS (SELECT FROM device d WHERE d.tenant_id = y.tenant_id
    AND lower(d.name) = lower(y.name) AND d.created < $3
    AND (d.retired IS NULL OR d.retired >= least($3, $4)))
ORDER BY y.category, y.source, y.name, y.system_id
