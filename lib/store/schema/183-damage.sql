-- Damage has its time: what was found in one quarter is no failure of the next,
-- though the segment lies there still, and is not undone by taking it away. One
-- moment a segment that did not fit; of before nobody noted more than that all was
-- read anew. A folder that comes and goes makes no list without an end.
ALTER TABLE journal_pos ADD damage_found timestamptz[] NOT NULL DEFAULT '{}';
UPDATE journal_pos SET damage_found=
    array_fill(coalesce(rechecked,at),ARRAY[least(damaged,1000)])
  WHERE damaged>0;

CREATE FUNCTION journal_damage() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  NEW.damage_found := OLD.damage_found||array_fill(now(),ARRAY[least(
    NEW.damaged-OLD.damaged,1000-cardinality(OLD.damage_found))]);
  RETURN NEW;
END $$;
CREATE TRIGGER journal_damage BEFORE UPDATE OF damaged ON journal_pos
  FOR EACH ROW WHEN(NEW.damaged>OLD.damaged
    AND cardinality(OLD.damage_found)<1000)
  EXECUTE FUNCTION journal_damage();

-- The papers with which we listen are those of all who send to us, though they are
-- noted with the organisation that was there first. No line of a device is in it.
CREATE FUNCTION papers_told(since timestamptz, until timestamptz)
RETURNS TABLE(journal uuid, seq bigint, reason text, listener text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
  SELECT x.journal, x.seq, x.reason, x.listener FROM loss x
  WHERE x.reason IN('papers','expiry') AND x.at>=since AND x.at<=until
$$;
REVOKE ALL ON FUNCTION papers_told(timestamptz,timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION papers_told(timestamptz,timestamptz)
  TO patchwacht_register, patchwacht_report;
