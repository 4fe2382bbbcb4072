-- Which catalogues of controls were chosen: every revision up to the snapshot.
SELECT c.name, c.rev, c.used, c.unverified, c.reason, c.made,
  functions_held($1, c.actor, c.made) AS functions
FROM framework_choice c WHERE c.tenant_id = $1 AND c.made <= $4
ORDER BY c.made, c.name, c.rev
