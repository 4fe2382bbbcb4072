-- Controls that it declared not to apply, or to apply after all.
SELECT a.framework, a.control, a.rev, a.applicable, a.reason, a.decided_by,
  a.decided, encode(a.sha256, 'hex') AS sha256, a.made
FROM applicability a WHERE a.tenant_id = $1 AND a.made <= $4
ORDER BY a.made, a.framework, a.control, a.rev
