-- Whether the trail has a bundle of a report, by the hash of the report that is
-- inside. Rows of before 181 do not say it: theirs is of the version that was the
-- last one then.
CREATE FUNCTION bundle_made(of_tenant integer, of_number text,
  of_language text, of_pdf bytea, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT EXISTS(SELECT FROM change c WHERE c.tenant_id=of_tenant
    AND c.object='report/'||of_number||'.'||of_language
    AND c.action IN('report.issue','report.bundle')
    AND c.detail::jsonb ? 'bundle'
    AND (c.detail::jsonb->>'pdf_sha256'=encode(of_pdf,'hex')
      OR NOT c.detail::jsonb ? 'pdf_sha256' AND c.at>=since))
$$;

CREATE OR REPLACE FUNCTION bundles_owed() RETURNS TABLE(tenant_id integer,
  number text, language text, path text, pdf bytea)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT DISTINCT r.tenant_id,r.number,r.language,r.path,r.pdf_sha256
  FROM schedule s JOIN scheduled d USING(tenant_id,schedule_id)
  JOIN report f USING(tenant_id,report_id)
  CROSS JOIN LATERAL (SELECT * FROM report x WHERE x.tenant_id=f.tenant_id
    AND x.number=f.number AND x.language=f.language
    ORDER BY x.report_id DESC LIMIT 1) r
  WHERE s.bundle AND s.removed IS NULL AND s.paused IS NULL
    AND r.removed IS NULL AND NOT bundle_made(r.tenant_id,r.number,r.language,
      r.pdf_sha256,r.made)
  ORDER BY r.tenant_id,r.number,r.language
$$;

REVOKE ALL ON FUNCTION bundle_made(integer,text,text,bytea,timestamptz),
  bundles_owed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bundle_made(integer,text,text,bytea,timestamptz),
  bundles_owed() TO patchwacht_report;
