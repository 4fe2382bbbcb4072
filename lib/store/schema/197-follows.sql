-- What is concluded from rows that are loaded stands at the time of these, however
-- long ago that was: a journal that is read into a new database is of months that
-- this one has no parts for. Whoever makes room for such rows makes it for what
-- follows from them.
ALTER TABLE part_policy ADD COLUMN follows text[] NOT NULL DEFAULT '{}';
UPDATE part_policy SET follows='{reading,message,trap}' WHERE parent='event';
UPDATE part_policy SET follows='{message}' WHERE parent='template_hour';
UPDATE part_policy SET follows='{reading,message}'
  WHERE parent IN('hourly','hourly_said','daily');
UPDATE part_policy SET follows='{reading}'
  WHERE parent IN('hourly_uplink','hourly_part','daily_uplink','daily_part',
    'port_day','capacity_day');

-- For rows of a table, or of those that it consists of, and what follows from them.
CREATE FUNCTION part_ensure_all(loaded text, t0 timestamptz, t1 timestamptz)
RETURNS bigint LANGUAGE sql SET search_path=patchwacht,pg_temp AS $$
  SELECT sum(part_ensure(parent,t0,t1)) FROM part_policy
  WHERE parent=loaded OR starts_with(parent,loaded||'_') OR loaded=ANY(follows)
$$;
REVOKE ALL ON FUNCTION part_ensure_all(text,timestamptz,timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION part_ensure_all(text,timestamptz,timestamptz)
  TO patchwacht_store;
