SELECT site_id, name FROM site
WHERE tenant_id = $1 AND ($5::integer IS NULL OR site_id = $5) ORDER BY name
