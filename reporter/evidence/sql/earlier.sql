-- What reports of the seven periods before this one, of its length, stated of
-- deadlines: of each kind the last that was issued. A period without a report
-- has a name.
SELECT to_char(p.starts, p.form) AS name, r.kind, r.number, r.version,
  (r.figures->>'due')::bigint AS due,
  (r.figures->>'on_time')::bigint AS on_time,
  (r.figures->>'late')::bigint AS late,
  (r.figures->>'unknown')::bigint AS unknown,
  (r.figures->>'excepted')::bigint AS excepted,
  (r.figures->>'overdue')::bigint AS overdue,
  (r.figures->>'within')::numeric AS within,
  (r.figures->>'installed')::bigint AS installed,
  (r.figures->>'tested')::bigint AS tested,
  (r.figures->>'registered')::bigint AS registered,
  (r.figures->>'assessed')::bigint AS assessed
FROM (SELECT n, x.form, x.step, t.zone,
    $2::timestamptz AT TIME ZONE t.zone - n * x.step AS starts
  FROM tenant t, (VALUES ('YYYY-MM', interval '1 month'),
    ('YYYY"Q"Q', interval '3 months'), ('YYYY', interval '1 year'))
    x(form, step), generate_series(1, 7) n
  WHERE t.tenant_id = $1 AND $3::timestamptz AT TIME ZONE t.zone
    = $2::timestamptz AT TIME ZONE t.zone + x.step) p
LEFT JOIN LATERAL (SELECT DISTINCT ON (kind) kind, number, version, figures
  FROM report r
  WHERE r.tenant_id = $1 AND r.site_id IS NOT DISTINCT FROM $5::integer
    AND r.period_from = p.starts AT TIME ZONE p.zone
    AND r.period_to = (p.starts + p.step) AT TIME ZONE p.zone
    AND NOT r.interim AND r.removed IS NULL AND r.figures IS NOT NULL
    AND r.made <= $4
  ORDER BY kind, r.made DESC, r.report_id DESC) r ON true
ORDER BY p.n DESC, r.kind
