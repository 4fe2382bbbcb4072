-- What is of the installation and of no organisation has a term, too, and is shown
-- with it. A hold of anybody keeps it.
CREATE FUNCTION own_plan(at timestamptz)
RETURNS TABLE(kind text, does text, keep interval, rows bigint, due bigint,
  held bigint, oldest timestamptz)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT 'clock_jump','delete',interval '3 years',count(*),
    count(*) FILTER (WHERE y.over AND NOT y.held),
    count(*) FILTER (WHERE y.over AND y.held),
    min(y.before) FILTER (WHERE NOT y.over OR y.held)
  FROM (SELECT j.before,j.after<own_plan.at-interval '3 years' AS over,
      j.after<own_plan.at-interval '3 years'
        AND part_is_held(j.before,j.after) AS held
    FROM clock_jump j) y
$$;

-- Takes away what is due, and says how much.
CREATE FUNCTION own_apply(at timestamptz) RETURNS bigint LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  WITH gone AS(DELETE FROM clock_jump j
    WHERE j.after<own_apply.at-interval '3 years'
      AND NOT part_is_held(j.before,j.after) RETURNING 1)
  SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION own_apply(timestamptz) FROM PUBLIC;
REVOKE DELETE ON clock_jump FROM patchwacht_verify;
