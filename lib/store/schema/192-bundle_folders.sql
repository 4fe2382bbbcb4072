-- Folders that lack the bundle of the last version of a report: of each schedule
-- that asks for bundles, where that version itself went. A bundle that somebody
-- made by hand is brought there, too, as soon as a run looks.
CREATE FUNCTION bundle_folders(of_tenant integer, of_number text,
  of_language text) RETURNS TABLE(report_id bigint, recipient text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT DISTINCT r.report_id,s.folder||'/'
    ||regexp_replace(r.detail->>'_name','[.]pdf$','.bundle.pdf')
  FROM (SELECT * FROM report x WHERE x.tenant_id=of_tenant
      AND x.number=of_number AND x.language=of_language
      ORDER BY x.report_id DESC LIMIT 1) r
  JOIN report f ON f.tenant_id=of_tenant AND f.number=of_number
    AND f.language=of_language
  JOIN scheduled d ON d.tenant_id=of_tenant AND d.report_id=f.report_id
  JOIN schedule s ON s.tenant_id=of_tenant AND s.schedule_id=d.schedule_id
  WHERE s.bundle AND s.removed IS NULL AND s.paused IS NULL
    AND EXISTS(SELECT FROM delivery y WHERE y.tenant_id=of_tenant
      AND y.report_id=r.report_id AND y.kind='folder'
      AND y.recipient=s.folder||'/'||(r.detail->>'_name'))
    AND NOT EXISTS(SELECT FROM delivery y WHERE y.tenant_id=of_tenant
      AND y.report_id=r.report_id AND y.kind='folder'
      AND y.recipient=s.folder||'/'
        ||regexp_replace(r.detail->>'_name','[.]pdf$','.bundle.pdf'))
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
    AND r.removed IS NULL AND (NOT bundle_made(r.tenant_id,r.number,r.language,
      r.pdf_sha256,r.made)
      OR EXISTS(SELECT FROM bundle_folders(r.tenant_id,r.number,r.language)))
  ORDER BY r.tenant_id,r.number,r.language
$$;

REVOKE ALL ON FUNCTION bundle_folders(integer,text,text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bundle_folders(integer,text,text)
  TO patchwacht_report;
