-- Schools of one board lie in different regions, and their holidays fall in
-- different weeks: a site says whose holidays it keeps. What the organisation
-- itself is closed on holds at each.
ALTER TABLE site ADD calendar text CHECK(calendar<>''); -- nl-noord

-- Whose holidays a site keeps: its own; else of the windows there, else of
-- those everywhere. Of one that nobody said it of, and of no site (NULL), all
-- that the organisation names: a comparison loses little by a week, and errs
-- by a half-empty school.
CREATE FUNCTION calendars_of(of_tenant integer, of_site integer)
RETURNS SETOF text LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  WITH named AS(
    SELECT CASE WHEN w.site_id IS NULL THEN 3 ELSE 2 END AS how, w.calendar
    FROM window_rule w WHERE w.tenant_id=of_tenant AND w.removed IS NULL
      AND w.calendar IS NOT NULL AND (w.site_id IS NULL OR w.site_id=of_site)
    UNION
    SELECT 1, s.calendar FROM site s WHERE s.tenant_id=of_tenant
      AND s.site_id=of_site AND s.calendar IS NOT NULL
    UNION
    SELECT 4, w.calendar FROM window_rule w WHERE w.tenant_id=of_tenant
      AND w.removed IS NULL AND w.calendar IS NOT NULL
    UNION
    SELECT 4, s.calendar FROM site s WHERE s.tenant_id=of_tenant
      AND s.calendar IS NOT NULL)
  SELECT calendar FROM named
  WHERE how=(SELECT min(how) FROM named WHERE of_site IS NOT NULL OR how=4)
$$;

-- Days without lessons at a site from a day on.
DROP FUNCTION days_without_school(integer,date);
CREATE FUNCTION days_without_school(of_tenant integer, of_site integer,
  since date)
RETURNS TABLE(day date) LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT o.day FROM day_off o WHERE o.tenant_id=of_tenant AND o.day>=since
  UNION
  SELECT d::date FROM holiday h, generate_series(greatest(h.first,since),h.last,
    interval '1 day') d
  WHERE h.last>=since
    AND h.calendar IN(SELECT calendars_of(of_tenant,of_site))
$$;

-- As in 122, of a site.
DROP FUNCTION school_day_after(integer,timestamptz,integer);
CREATE FUNCTION school_day_after(of_tenant integer, of_site integer,
  moment timestamptz, hour integer) RETURNS timestamptz LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT min((day+make_interval(hours=>hour)) AT TIME ZONE t.zone)
  FROM tenant t CROSS JOIN LATERAL generate_series(
    date_trunc('day',moment AT TIME ZONE t.zone),
    date_trunc('day',moment AT TIME ZONE t.zone)+interval '70 days',
    interval '1 day') AS day
  WHERE t.tenant_id=of_tenant AND extract(isodow FROM day)<6
    AND (day+make_interval(hours=>hour)) AT TIME ZONE t.zone>moment
    AND day::date<>ALL(ARRAY(
      SELECT o.day FROM days_without_school(of_tenant,of_site,
        moment::date-1) o))
$$;
