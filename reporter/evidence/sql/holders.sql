-- Which functions were held in the period, where, and by how many: no names. Of
-- a site those that are of it too, and no other site beside it.
SELECT h.function, coalesce(h.party, (SELECT string_agg(s.name, ', '
    ORDER BY s.name) FROM site s WHERE s.tenant_id = h.tenant_id
    AND s.site_id = ANY(h.site_ids)
    AND ($5::integer IS NULL OR s.site_id = $5))) AS scope, h.mandate,
  count(DISTINCT h.login) AS people, min(h.since) AS since,
  CASE WHEN bool_or(h.until IS NULL OR h.until > least($3, $4)) THEN NULL
    ELSE max(h.until) END AS until
FROM holder h
WHERE h.tenant_id = $1 AND h.since < $3 AND h.since <= $4
  AND (h.until IS NULL OR h.until > $2)
  AND ($5::integer IS NULL OR h.site_ids IS NULL OR $5 = ANY(h.site_ids))
GROUP BY h.function, scope, h.mandate
ORDER BY array_position(ARRAY['board','system_owner','it_staff',
  'process_owner','ciso','supplier','auditor'], h.function), scope NULLS FIRST,
  h.mandate NULLS FIRST
