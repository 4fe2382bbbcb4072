-- Devices in scope at any moment of the period, with what was known of each at
-- its end, or at the snapshot.
-- longest_silence_s is between two messages, or one and an end of the period.
-- Days are whole ones of the organisation's calendar, in the period and in the
-- service of the device; where none is whole, that one.
-- was_down: the last change of its version before the period went down.
SELECT d.device_id, d.name, s.name AS site, d.category, st.class,
  nullif(st.class IN (SELECT class FROM sleeping_class
    WHERE coalesce(since <= $2, true)), false) AS sleeps,
  st.vendor, st.model, st.serial, d.owner,
  party(d.supplier, s.supplier) AS supplier, d.criticality,
  d.internet_facing, d.medical, host(d.address) AS address, d.poll_s,
  d.in_service, d.created, d.retired,
  st.last_try, st.last_answer, st.silent, st.silent_since, st.boot_at,
  st.protocol, st.level AS security_level, st.profile, st.tested,
  st.granularity, st.conflict,
  v.value AS version, v.oid AS version_oid, v.raw AS version_raw,
  CASE WHEN v.until IS NULL THEN still(v.seen, st.said_at, st.same_at)
    ELSE v.seen END AS version_seen, v.journal AS version_journal, v.seq AS version_seq,
  encode(v.profile_sha256, 'hex') AS profile_sha256,
  coalesce(c.components, 0) AS components, coalesce(c.packages, 0) AS packages,
  k.auth, k.priv, coalesce(u.ends, o.ends) AS support_end,
  coalesce(m.messages, 0) AS messages, m.last_message,
  coalesce(CASE WHEN w.until > w.since THEN (SELECT count(*)
      FROM unnest(m.days) day WHERE day >= w.since AND day < w.until)
    ELSE cardinality(m.days) END, 0) AS message_days,
  extract(epoch FROM CASE WHEN m.messages IS NULL
    THEN least($3, $4, coalesce(d.retired, $4)) - greatest($2, d.created, d.in_service)
    ELSE greatest(m.longest_gap, m.first_message - greatest($2, d.created, d.in_service),
      least($3, $4, coalesce(d.retired, $4)) - m.last_message)
    END)::bigint AS longest_silence_s,
  greatest(1, w.until - w.since) AS scope_days,
  nullif(e.kind = 'downgrade', false) AS was_down
FROM device d
JOIN tenant z ON z.tenant_id = d.tenant_id
CROSS JOIN LATERAL (SELECT ((greatest($2, d.created, d.in_service)
    AT TIME ZONE z.zone) + interval '1 day' - interval '1 us')::date AS since,
  (least($3, $4, coalesce(d.retired, $4)) AT TIME ZONE z.zone)::date AS until) w
LEFT JOIN LATERAL (SELECT kind FROM event x
  WHERE x.tenant_id = d.tenant_id AND x.device_id = d.device_id
    AND x.at < $2 AND x.kind IN ('version', 'downgrade')
  ORDER BY x.at DESC, x.event_id DESC LIMIT 1) e ON true
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
LEFT JOIN device_state st
  ON st.tenant_id = d.tenant_id AND st.device_id = d.device_id
LEFT JOIN version v ON v.tenant_id = d.tenant_id AND v.device_id = d.device_id
  AND v.kind = 'product' AND v.component = ''
  AND v.since < $3 AND v.since <= $4
  AND (v.until IS NULL OR v.until > least($3, $4))
LEFT JOIN (
  SELECT device_id, count(*) FILTER (WHERE kind = 'component') AS components,
    count(*) FILTER (WHERE kind = 'package') AS packages
  FROM version WHERE tenant_id = $1 AND since < $3 AND since <= $4
    AND (until IS NULL OR until > least($3, $4)) GROUP BY device_id) c
  ON c.device_id = d.device_id
LEFT JOIN (
  SELECT DISTINCT ON (device_id) device_id, ends FROM support_end
  WHERE tenant_id = $1 AND device_id IS NOT NULL AND made < $3 AND made <= $4
    AND (removed IS NULL OR removed > least($3, $4))
  ORDER BY device_id, support_id DESC) u ON u.device_id = d.device_id
LEFT JOIN (
  SELECT DISTINCT ON (t.vendor, t.model) t.vendor, t.model, e.ends
  FROM (SELECT DISTINCT coalesce(vendor, '') AS vendor,
      coalesce(model, '') AS model
    FROM device_state WHERE tenant_id = $1) t
  JOIN support_end e ON e.tenant_id = $1 AND e.device_id IS NULL
    AND e.made < $3 AND e.made <= $4
    AND (e.removed IS NULL OR e.removed > least($3, $4))
    AND glob_matches(t.vendor, e.vendor) AND glob_matches(t.model, e.model)
  ORDER BY t.vendor, t.model, e.model IS NULL, length(e.model) DESC, e.ends) o
  ON o.vendor = coalesce(st.vendor, '') AND o.model = coalesce(st.model, '')
LEFT JOIN credential k ON k.tenant_id = d.tenant_id
  AND k.credential_id = d.credential_id AND st.protocol = 'v3'
LEFT JOIN (
  SELECT device_id, sum(count)::bigint AS messages, max(last) AS last_message,
    array_agg(DISTINCT (last AT TIME ZONE (SELECT zone FROM tenant
      WHERE tenant_id = $1))::date) AS days,
    min(first) AS first_message, max(first - before) AS longest_gap
  FROM (SELECT device_id, count, first, last,
      lag(last) OVER (PARTITION BY device_id ORDER BY first) AS before
    FROM (SELECT device_id, count, first, last FROM message_tally
        WHERE tenant_id = $1 AND hour >= $2 AND device_id <> 0
        AND hour < date_trunc('hour', least($3, $4), 'UTC')
      UNION ALL
      SELECT device_id, 1, rcvd, rcvd FROM message
      WHERE tenant_id = $1 AND rcvd >= $2 AND rcvd < $3 AND rcvd <= $4
        AND rcvd >= date_trunc('hour', least($3, $4), 'UTC')
        AND device_id IS NOT NULL) h) g
  GROUP BY device_id) m ON m.device_id = d.device_id
WHERE d.tenant_id = $1 AND d.created < $3 AND d.in_service < $3
  AND (d.retired IS NULL OR d.retired >= $2)
  AND ($5::integer IS NULL OR d.site_id = $5)
ORDER BY d.name, d.device_id
