-- As before, for the session that makes reports by a timer as well: it may not
-- read who attested what, and SELECT * asks for that.
CREATE OR REPLACE FUNCTION contracts(of_tenant integer, at timestamptz)
RETURNS contract_terms[]
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT coalesce(array_agg((s.name,e.device_id,e.site_id,e.opened,e.until,
    e.closed,e.critical_s,e.high_s,e.medium_s,e.low_s,e.made,e.known_from,
    e.known_until)::contract_terms),'{}')
  FROM (SELECT supplier_id, device_id, site_id, opened, until, closed,
      critical_s, high_s, medium_s, low_s, made,
      CASE WHEN rev=min(rev) OVER w THEN '-infinity' ELSE made END
      AS known_from, lead(made,1,'infinity') OVER w AS known_until
    FROM entry WHERE tenant_id=of_tenant AND kind='contract'
      AND made<=contracts.at
    WINDOW w AS (PARTITION BY number ORDER BY rev
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) e
  JOIN supplier s ON s.tenant_id=of_tenant AND s.supplier_id=e.supplier_id
$$;
