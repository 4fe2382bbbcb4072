-- A schedule may ask for the evidence bundle of what it makes, too: for who
-- follows lines back, such as an auditor. It is made after its report, of what
-- was issued, so that a run that is killed between them owes the bundle alone.
ALTER TABLE schedule ADD bundle boolean NOT NULL DEFAULT false;

-- What bundles are owed: of the last version of each document that such a
-- schedule has, as long as its files are kept. The trail has those that were
-- made, by the hash of the report that is inside.
CREATE FUNCTION bundles_owed() RETURNS TABLE(tenant_id integer,
  number text, language text, path text, pdf bytea)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT DISTINCT r.tenant_id,r.number,r.language,r.path,r.pdf_sha256
  FROM schedule s JOIN scheduled d USING(tenant_id,schedule_id)
  JOIN report f USING(tenant_id,report_id)
  CROSS JOIN LATERAL (SELECT * FROM report x WHERE x.tenant_id=f.tenant_id
    AND x.number=f.number AND x.language=f.language
    ORDER BY x.report_id DESC LIMIT 1) r
  WHERE s.bundle AND s.removed IS NULL AND s.paused IS NULL
    AND r.removed IS NULL AND NOT EXISTS(SELECT FROM change c
      WHERE c.tenant_id=r.tenant_id
      AND c.object='report/'||r.number||'.'||r.language
      AND c.action IN('report.issue','report.bundle')
      AND c.detail::jsonb ? 'bundle'
      AND c.detail::jsonb->>'pdf_sha256'=encode(r.pdf_sha256,'hex'))
  ORDER BY r.tenant_id,r.number,r.language
$$;
