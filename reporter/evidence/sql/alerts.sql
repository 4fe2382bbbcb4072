SELECT a.alert_id, a.rule, a.severity, a.device_id, d.name AS device,
  a.patch_id, p.reference, a.opened, a.closed, a.evidence,
  (SELECT count(*) FROM notification n
    JOIN saying s ON s.tenant_id = n.tenant_id AND s.saying_id = n.saying_id
    WHERE s.tenant_id = a.tenant_id AND s.incident_id = a.incident_id
      AND n.sent IS NOT NULL) AS mails
FROM alert a
LEFT JOIN device d ON d.tenant_id = a.tenant_id AND d.device_id = a.device_id
LEFT JOIN patch p ON p.tenant_id = a.tenant_id AND p.patch_id = a.patch_id
WHERE a.tenant_id = $1 AND a.opened < $3 AND a.opened <= $4
  AND (a.closed IS NULL OR a.closed >= $2)
  AND ($5::integer IS NULL OR a.device_id IN (SELECT device_id FROM here))
ORDER BY a.opened, a.alert_id
