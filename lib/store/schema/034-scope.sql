-- Deployments follow what a patch names: devices that come to match join, and
-- those that no longer do leave, with a reason. And what stands in the place of
-- another device is another device.

ALTER TABLE deployment
  ADD unmatched timestamptz,           -- no target of the patch is of it ...
  ADD unmatched_why text,              -- ... for this
  ADD other_since timestamptz,         -- readings are of another device
  ADD CHECK((unmatched IS NULL)=(unmatched_why IS NULL));
GRANT UPDATE(unmatched,unmatched_why,serial) ON deployment
  TO patchwacht_register;

-- Whether a target names a device. What no reading has told yet, such as the
-- model, is no reason to let go of one: maybe is true then.
CREATE FUNCTION target_names(t patch_target, d device, s device_state,
  maybe boolean) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (t.device_id IS NULL OR t.device_id=d.device_id)
    AND (t.site_id IS NULL OR t.site_id IS NOT DISTINCT FROM d.site_id)
    AND (t.tag IS NULL OR t.tag=ANY(d.tags))
    AND (t.profile IS NULL OR coalesce(lower(t.profile)=lower(s.profile),maybe))
    AND (t.model IS NULL OR coalesce(s.model ILIKE
      replace(replace(replace(replace(replace(t.model,'!','!!'),'%','!%'),
        '_','!_'),'*','%'),'?','_') ESCAPE '!',maybe))
$$;
