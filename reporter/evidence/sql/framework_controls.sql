-- Controls that the organisation added to catalogues: every revision.
SELECT c.framework, c.control, c.rev, c.title_nl, c.title_en, c.required,
  c.supporting, c.source, c.removed, c.reason, c.made,
  functions_held($1, c.actor, c.made) AS functions
FROM framework_control c WHERE c.tenant_id = $1 AND c.made <= $4
ORDER BY c.made, c.framework, c.control, c.rev
