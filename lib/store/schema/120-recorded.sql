-- Whether anybody meant a change that a device shows: a patch that is for it, or
-- a change that was registered, within a day of it.
CREATE FUNCTION change_recorded(of_tenant integer, of_device integer,
  moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT EXISTS(SELECT FROM deployment y WHERE y.tenant_id=of_tenant
      AND y.device_id=of_device AND y.created<=moment+interval '1 day'
      AND (moment BETWEEN y.window_start-interval '1 day'
          AND y.window_end+interval '1 day'
        OR y.claimed BETWEEN moment-interval '1 day'
          AND moment+interval '1 day'
        OR y.seen BETWEEN moment-interval '1 day'
          AND moment+interval '1 day'))
    OR EXISTS(SELECT FROM device d
      JOIN (SELECT DISTINCT ON(number) device_id, site_id, opened, until,
          outcome FROM entry WHERE tenant_id=of_tenant AND kind='change'
          AND made<=moment+interval '1 day' ORDER BY number, rev DESC) c
        ON c.device_id=d.device_id
          OR (c.device_id IS NULL AND c.site_id=d.site_id)
      WHERE d.tenant_id=of_tenant AND d.device_id=of_device
        AND c.outcome IS DISTINCT FROM 'cancelled'
        AND moment BETWEEN c.opened-interval '1 day'
          AND c.until+interval '1 day')
$$;
GRANT SELECT ON rolled TO patchwacht_report, patchwacht_register;
