-- What a function of the database tells is of organisations that one may read.

-- Whether a deployment has a step was asked by a function that anybody could ask
-- of any organisation: a trigger asks it, which nobody calls.
ALTER POLICY transition_plan ON transition WITH CHECK(actor=session_user
  AND from_state IS NULL AND to_state='planned' AND level=0 AND attempt=1
  AND cause='registered' AND flag IS NULL AND evidence='{}' AND is_now(at));
DROP FUNCTION has_step(integer,integer,integer);
CREATE FUNCTION transition_first() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND EXISTS(SELECT FROM transition t
      WHERE t.tenant_id=NEW.tenant_id AND t.patch_id=NEW.patch_id
        AND t.device_id=NEW.device_id) THEN
    RAISE insufficient_privilege USING MESSAGE='a deployment has its first '
      'step already';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER transition_first BEFORE INSERT ON transition FOR EACH ROW
  WHEN(NEW.cause='registered') EXECUTE FUNCTION transition_first();

CREATE OR REPLACE FUNCTION legacy_permitted(of_tenant integer,
  of_device integer, moment timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
  SELECT min(p.permission_id) FROM legacy_permission p
  JOIN device d ON d.tenant_id=p.tenant_id AND d.device_id=of_device
  WHERE p.tenant_id=of_tenant AND d.retired IS NULL
    AND p.valid_from<=moment AND p.valid_until>moment AND p.ended IS NULL
    AND (p.site_id IS NULL OR p.site_id=d.site_id)
    -- Not of medical technology without saying so: a permission for all is none.
    AND (NOT d.medical OR p.site_id IS NOT NULL)
    AND (NOT is_person(session_user)
      OR of_tenant=ANY((SELECT tenants_read())::integer[]))
$$;

-- Elsewhere the database itself writes when something was written. Here the
-- moment stands in the row of the trail as well, whose bytes and hash who writes
-- made before (change_true holds one against the other): it is theirs, within
-- what clocks differ by.
COMMENT ON POLICY deployment_plan ON deployment IS 'created: by the clock of '
  'who plans, as the step that the trail repeats; five minutes either way';
COMMENT ON POLICY transition_plan ON transition IS 'at: by the clock of who '
  'plans, since the trail has the hash of the step; five minutes either way';
COMMENT ON POLICY evidence_claim ON evidence IS 'kept: by the clock of who '
  'says it, since the trail has the hash of the evidence; five minutes either '
  'way';
