-- The verifier asks for the exceptions of each deployment that it looks at.
CREATE INDEX exception_of ON exception(tenant_id,patch_id,coalesce(device_id,0));
