-- Evidence is found again by device and moment: the claim behind a step, what
-- a report says of one device.
CREATE INDEX evidence_device ON evidence(tenant_id,device_id,at);
