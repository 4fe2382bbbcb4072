-- The same as before, for hundreds of thousands of deployments: contracts are
-- few and are read once, not once for each patch on each device.
CREATE OR REPLACE FUNCTION supplier_duty(of_tenant integer, at timestamptz)
RETURNS TABLE(supplier text, patch_id integer, device_id integer,
  patch text, device text, priority text, began timestamptz, agreed timestamptz,
  claimed timestamptz, shown text, seen timestamptz, days_late integer,
  timing text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  WITH contract AS MATERIALIZED (
    SELECT s.name, e.device_id, e.site_id, e.opened, e.until, e.closed,
      e.critical_s, e.high_s, e.medium_s, e.low_s
    FROM (SELECT DISTINCT ON(number) supplier_id, device_id, site_id, opened,
        until, closed, critical_s, high_s, medium_s, low_s
      FROM entry WHERE tenant_id=of_tenant AND kind='contract'
      ORDER BY number, rev DESC) e
    JOIN supplier s ON s.tenant_id=of_tenant AND s.supplier_id=e.supplier_id),
  maintained AS MATERIALIZED (
    SELECT d.device_id, d.site_id, d.name,
      party(d.supplier,s.supplier) AS supplier
    FROM device d
    LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id
    WHERE d.tenant_id=of_tenant
      AND party(d.supplier,s.supplier) IS NOT NULL),
  duty AS (
    SELECT m.supplier, y.patch_id, y.device_id, p.reference AS patch,
      m.name AS device, p.priority, y.clock_start AS began,
      y.clock_start + make_interval(secs => t.term) AS agreed, y.claimed,
      y.last_old, coalesce(y.seen, CASE WHEN y.state='already_met'
        THEN y.created END) AS seen,
      replace(patch_shown(y.state, y.seen, y.last_old, y.clock_start),
        'contradicted','old') AS shown
    FROM maintained m
    JOIN deployment y ON y.tenant_id=of_tenant AND y.device_id=m.device_id
    JOIN patch p ON p.tenant_id=of_tenant AND p.patch_id=y.patch_id
    LEFT JOIN LATERAL (SELECT x.term FROM (SELECT c.*, CASE p.priority
          WHEN 'critical' THEN c.critical_s WHEN 'high' THEN c.high_s
          WHEN 'medium' THEN c.medium_s ELSE c.low_s END AS term
        FROM contract c WHERE c.name=m.supplier) x
      WHERE x.term IS NOT NULL AND x.opened<=y.clock_start
        AND (x.until IS NULL OR x.until>y.clock_start)
        AND (x.closed IS NULL OR x.closed>y.clock_start)
        AND (x.device_id IS NULL OR x.device_id=m.device_id)
        AND (x.site_id IS NULL OR x.site_id=m.site_id)
      ORDER BY x.device_id IS NULL, x.site_id IS NULL, x.opened DESC
      LIMIT 1) t ON true
    WHERE y.state<>'withdrawn' AND y.created<=supplier_duty.at)
  SELECT x.supplier, x.patch_id, x.device_id, x.patch, x.device, x.priority,
    x.began, x.agreed, x.claimed, x.shown, x.seen,
    CASE WHEN x.shown='observed' THEN days_past(x.agreed, x.seen)
      WHEN x.last_old>x.agreed THEN days_past(x.agreed, x.last_old) END,
    CASE WHEN x.agreed IS NULL THEN 'no_term'
      WHEN x.shown='observed' AND x.seen<=x.agreed THEN 'on_time'
      WHEN x.shown='observed' AND x.last_old<x.agreed THEN 'unknown'
      WHEN x.shown='observed' THEN 'late'
      WHEN x.agreed>supplier_duty.at THEN 'running'
      WHEN x.last_old>x.agreed THEN 'late' ELSE 'unknown' END
  FROM duty x
$$;
