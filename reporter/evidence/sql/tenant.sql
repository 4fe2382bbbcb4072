-- Whose report this is.
SELECT t.tenant_id, t.name, t.kind, t.language, t.zone, t.created
FROM tenant t WHERE t.tenant_id = $1
