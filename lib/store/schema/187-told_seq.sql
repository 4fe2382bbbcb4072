-- An appointment in somebody's calendar gives way to one of a higher sequence.
-- The plan counts its own changes (plan_seq); this counts those of what else an
-- appointment says: what it is called, what is noticed of it, and whether it
-- is approved.
ALTER TABLE patch ADD told_seq integer NOT NULL DEFAULT 0;

CREATE FUNCTION patch_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.told_seq := OLD.told_seq+1;
  RETURN NEW;
END $$;
-- After patch_plan, which takes an approval back: triggers go by their names.
CREATE TRIGGER patch_words BEFORE UPDATE ON patch FOR EACH ROW
  WHEN((OLD.title,OLD.communication,OLD.approved IS NULL)
    IS DISTINCT FROM (NEW.title,NEW.communication,
      NEW.approved IS NULL))
  EXECUTE FUNCTION patch_words();
