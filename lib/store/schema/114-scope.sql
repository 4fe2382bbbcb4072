-- A report may be of one site: the head of the chain that it printed stands in
-- that site's archive.
ALTER TABLE report ADD site_id integer;
ALTER TABLE report ADD FOREIGN KEY(tenant_id,site_id) REFERENCES site;
CREATE INDEX report_number ON report(tenant_id,number);
