-- What the organisation says of itself.
SELECT key, value FROM setting WHERE tenant_id = $1 ORDER BY key
