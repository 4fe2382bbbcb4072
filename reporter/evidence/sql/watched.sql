-- How many kinds of products there are, by make and class, and for how many of
-- them nobody follows a source of advisories. What nobody can name has no source.
SELECT (SELECT count(*) FROM advisory_source o WHERE o.tenant_id = $1
    AND o.made < $3 AND o.made <= $4
    AND (o.removed IS NULL OR o.removed > least($3, $4))) AS sources,
  count(*) AS types, count(*) FILTER (WHERE NOT followed) AS unfollowed,
  coalesce(sum(devices) FILTER (WHERE NOT followed), 0)::bigint
    AS unfollowed_devices,
  string_agg(concat_ws(' ', vendor, class), ', ' ORDER BY vendor, class)
    FILTER (WHERE NOT followed) AS unfollowed_types
FROM (SELECT s.vendor, s.class, count(*) AS devices,
    EXISTS (SELECT FROM advisory_source o WHERE o.tenant_id = $1
      AND o.made < $3 AND o.made <= $4
      AND (o.removed IS NULL OR o.removed > least($3, $4))
      AND glob_matches(s.vendor, o.vendor)
      AND (o.class IS NULL OR o.class = s.class)) AS followed
  FROM device d LEFT JOIN device_state s
    ON s.tenant_id = d.tenant_id AND s.device_id = d.device_id
  WHERE d.tenant_id = $1 AND d.created < $3 AND d.created <= $4
    AND (d.retired IS NULL OR d.retired >= least($3, $4))
    AND ($5::integer IS NULL OR d.site_id = $5)
  GROUP BY s.vendor, s.class) t
