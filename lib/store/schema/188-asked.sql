-- What is asked of millions of deployments is read of an index, not of them.

-- Of those that ask for somebody, `todo` names one column that the index lacked,
-- for which nearly all of the table was read. What is late goes by the clock now,
-- not by the flags that stood here.
DROP INDEX deployment_asks;
CREATE INDEX deployment_asks ON deployment(tenant_id,patch_id)
  INCLUDE(device_id,state,conflicting,paused,deadline,clock_start,claimed)
  WHERE state NOT IN('confirmed','observing','stable','already_met',
    'withdrawn') OR conflicting;

-- Whom a site concerns.
CREATE INDEX device_site ON device(tenant_id,site_id);

-- They only read: a list that asks them may count with two processes.
ALTER FUNCTION patch_untested(patch) PARALLEL SAFE;
ALTER FUNCTION patch_missing(patch,timestamptz) PARALLEL SAFE;
ALTER FUNCTION patch_missing(patch) PARALLEL SAFE;
