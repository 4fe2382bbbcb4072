-- Whom devices see beside them that stands in no register. An address that its
-- owner makes up, as phones do each day, is counted apart.
SELECT count(DISTINCT who) FILTER (WHERE NOT made_up) AS unknown,
  count(DISTINCT who) FILTER (WHERE made_up) AS made_up
FROM (SELECT coalesce(mac::text, nullif(chassis, ''), key) AS who,
    coalesce(mac & '02:00:00:00:00:00' <> '00:00:00:00:00:00', false) AS made_up
  FROM unknown_neighbour
  WHERE tenant_id = $1 AND first_seen < $3 AND first_seen <= $4
    AND last_seen >= $2
    AND ($5::integer IS NULL OR device_id IN (SELECT device_id FROM here))) n
