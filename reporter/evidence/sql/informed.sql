-- Which people and groups were told of which patch, and whether of the plan as it
-- is: functions and groups, no names.
SELECT i.at, i.patch_id, p.reference, p.title AS patch, i.who, i.how,
  i.plan_seq = p.plan_seq AS of_plan
FROM informed i
JOIN patch p ON p.tenant_id = i.tenant_id AND p.patch_id = i.patch_id
WHERE i.tenant_id = $1 AND i.at >= $2 AND i.at < $3 AND i.made <= $4
  AND ($5::integer IS NULL OR i.patch_id IN (SELECT patch_id FROM here_patch))
ORDER BY i.at, p.reference, i.informed_id
