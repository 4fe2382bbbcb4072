-- A patch may name devices by what they run: versions from one on, or between
-- two. Only the verifier compares versions; what it found stands here, once for
-- each version that runs somewhere.

ALTER TABLE patch_target
  ADD scheme text,                     -- of the versions, by which they compare
  ADD low text,                        -- the first of them
  ADD high text,                       -- the first above them; NULL: no end
  ADD all_branches boolean NOT NULL DEFAULT false, -- not only that of low
  ADD CHECK((scheme IS NULL)=(low IS NULL)),
  ADD CHECK(high IS NULL OR low IS NOT NULL);
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT conname FROM pg_constraint
      WHERE conrelid='patch_target'::regclass AND contype='c'
      AND pg_get_constraintdef(oid) LIKE '%device_id IS NOT NULL%' LOOP
    EXECUTE format('ALTER TABLE patch_target DROP CONSTRAINT %I',name);
  END LOOP;
END $$;
ALTER TABLE patch_target ADD CHECK(device_id IS NOT NULL OR profile IS NOT NULL
  OR model IS NOT NULL OR tag IS NOT NULL OR scheme IS NOT NULL);

-- joins: it is one of the versions. stays: it is, or has the fix, or cannot be
-- compared: whoever was named for its version is let go of only when it runs
-- another that is neither.
CREATE TABLE target_version(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  target integer NOT NULL,
  value text NOT NULL,
  joins boolean NOT NULL,
  stays boolean NOT NULL,
  why text NOT NULL,                   -- in words
  PRIMARY KEY(tenant_id,patch_id,target,value),
  FOREIGN KEY(tenant_id,patch_id,target) REFERENCES patch_target
    ON DELETE CASCADE,
  CHECK(stays OR NOT joins));
CREATE INDEX patch_target_versions ON patch_target(tenant_id,patch_id)
  WHERE scheme IS NOT NULL;
GRANT SELECT ON target_version TO patchwacht_register, patchwacht_report,
  patchwacht_poll;
GRANT SELECT, INSERT ON target_version TO patchwacht_verify;
CALL guard('target_version','false','(tenant_id,patch_id) IN '
  '(SELECT * FROM patches_supplied())');

-- Another fix set, another answer.
CREATE FUNCTION target_version_stale() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  DELETE FROM target_version v USING changed c
    WHERE v.tenant_id=c.tenant_id AND v.patch_id=c.patch_id;
  RETURN NULL;
END $$;
CREATE TRIGGER target_version_added AFTER INSERT ON patch_fix
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION target_version_stale();
CREATE TRIGGER target_version_removed AFTER DELETE ON patch_fix
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION target_version_stale();

-- What was found of the version that a device runs; NULL: nothing yet.
CREATE FUNCTION target_version_of(t patch_target, d device)
RETURNS target_version LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT r FROM version v JOIN target_version r ON r.tenant_id=t.tenant_id
    AND r.patch_id=t.patch_id AND r.target=t.target AND r.value=v.value
  WHERE v.tenant_id=d.tenant_id AND v.device_id=d.device_id
    AND v.kind='product' AND v.component='' AND v.until IS NULL
$$;
CREATE OR REPLACE FUNCTION target_names(t patch_target, d device,
  s device_state, maybe boolean) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (t.device_id IS NULL OR t.device_id=d.device_id)
    AND (t.site_id IS NULL OR t.site_id IS NOT DISTINCT FROM d.site_id)
    AND (t.tag IS NULL OR t.tag=ANY(d.tags))
    AND (t.profile IS NULL OR coalesce(lower(t.profile)=lower(s.profile),maybe))
    AND (t.model IS NULL OR coalesce(s.model ILIKE
      replace(replace(replace(replace(replace(t.model,'!','!!'),'%','!%'),
        '_','!_'),'*','%'),'?','_') ESCAPE '!',maybe))
    AND (t.scheme IS NULL OR coalesce(CASE WHEN maybe
      THEN (target_version_of(t,d)).stays
      ELSE (target_version_of(t,d)).joins END,maybe))
$$;

-- Why no target of a patch names a device, as before, and what it runs.
CREATE OR REPLACE FUNCTION unmatched_why(of_tenant integer, of_patch integer,
  of_device integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT 'the patch does not name it any more: ' || concat_ws(', ',
    coalesce(nullif('profile ' || s.profile,''),'no profile'),
    'model ' || s.model, coalesce('site ' || i.name,'no site'),
    CASE WHEN d.tags='{}' THEN 'no tags'
      ELSE 'tags ' || array_to_string(d.tags,' ') END,
    (SELECT string_agg(DISTINCT (target_version_of(t,d)).why,', ')
      FROM patch_target t WHERE t.tenant_id=of_tenant
      AND t.patch_id=of_patch AND t.scheme IS NOT NULL))
  FROM device d LEFT JOIN device_state s USING(tenant_id,device_id)
  LEFT JOIN site i ON i.tenant_id=d.tenant_id AND i.site_id=d.site_id
  WHERE d.tenant_id=of_tenant AND d.device_id=of_device
    AND NOT EXISTS(SELECT FROM patch_target t WHERE t.tenant_id=of_tenant
      AND t.patch_id=of_patch AND target_names(t,d,s,true))
$$;
