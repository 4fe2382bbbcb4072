-- The steps up to the end of the period, each with the evidence it names. Who made
-- one stands in the register.
SELECT t.transition_id, t.patch_id, t.device_id, t.at, t.from_state,
  t.to_state, t.flag, t.cause, t.evidence
FROM transition t
WHERE t.tenant_id = $1 AND t.at < $3 AND t.at <= $4
  AND ($5::integer IS NULL OR t.device_id IN (SELECT device_id FROM here))
ORDER BY t.at, t.transition_id
