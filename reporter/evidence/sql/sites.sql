SELECT site_id, name FROM site WHERE tenant_id = $1 ORDER BY name
